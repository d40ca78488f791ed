// Of a long display, the rows of one factor and one topic.
function startAnalyses() {
  for (const article of document.querySelectorAll(".analysis")) {
    const selects = [...article.querySelectorAll("select.analysis-choice")];
    const show = () => {
      for (const row of article.querySelectorAll(".row[data-choice0]")) {
        row.hidden = selects.some(({ value }, at) => row.dataset[`choice${at}`] !== value);
      }
    };
    for (const select of selects) select.addEventListener("change", show);
    if (selects.length) show();
  }
}
