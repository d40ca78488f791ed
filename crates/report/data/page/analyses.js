// Beyond the paper: of a long display, the rows of one factor.
function startAnalyses() {
  for (const select of document.querySelectorAll("select.analysis-factor")) {
    const show = () => {
      for (const row of select.closest(".analysis").querySelectorAll(".row[data-of]")) row.hidden = row.dataset.of !== select.value;
    };
    select.addEventListener("change", show);
    show();
  }
}
