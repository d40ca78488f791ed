// The map: one model's scores by country.
function drawMap() {
  const [factor] = factorsOf("country");
  if (factor === undefined) return;
  const model = Number(byId("map-model").value);
  const groups = new Map(shownGroups(factor).map((row) => [row.code, { ...row, score: scoreOf(model, factor, row.group) }]));
  const known = [...groups.values()].flatMap(({ score }) => (score && score.score !== null ? [score.score] : []));
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const options = [];
  for (const path of byId("map").querySelectorAll("path[data-code]")) {
    const row = groups.get(path.dataset.code);
    const score = row?.score?.score ?? null;
    if (score === null) continue;
    path.style.fill = colourAt(high > low ? (score - low) / (high - low) : 0.5).css;
    path.words = wordsOf(row.label, [row.score], [model]);
    path.setAttribute("class", "here");
    path.setAttribute("role", "option");
    path.setAttribute("aria-selected", "false");
    path.setAttribute("aria-label", path.words.replaceAll("\n", "; "));
    options.push(path);
  }
  byId("map-section").hidden = options.length === 0;
  if (!options.length) return;
  drawRamp(byId("map-ramp"), fixed(low, 3), fixed(high, 3));
  byId("map-missing").textContent = [...groups.values()].filter(({ code }) => !options.some((path) => path.dataset.code === code)).map(({ label }) => label).join(", ");
  byId("map-missing-note").hidden = options.length === groups.size;
  return options;
}

function startMap() {
  const options = drawMap();
  if (!options) return;
  oneTabStop(byId("map"), "listbox", "Map of Europe: alignment scores by country", options, { words: (path) => path.words });
  byId("map-model").addEventListener("change", drawMap);
}
