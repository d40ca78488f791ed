// Panels of dots and whiskers, the factors' and the countries', with the table behind each.
function models() {
  return [...document.querySelectorAll("#models input")].filter((box) => box.checked).map((box) => Number(box.value));
}

const shownGroups = (factor) => data.factors[factor].groups
  .map(([code, label], group) => ({ code, label, group }))
  .filter(({ code }) => code !== "missing");

function sorted(rows, chosen) {
  const order = byId("sort").value;
  const score = ({ scores }) => scores[0]?.score ?? -1;
  const by = {
    label: (a, b) => a.label.localeCompare(b.label, "en", { numeric: true }),
    highest: (a, b) => score(b) - score(a),
    lowest: (a, b) => score(a) - score(b),
    respondents: (a, b) => (b.scores[0]?.respondents ?? 0) - (a.scores[0]?.respondents ?? 0),
  }[order];
  return by && chosen.length ? [...rows].sort(by) : rows;
}

function rowsOf(factor, chosen) {
  const rows = shownGroups(factor).map((row) => ({ ...row, scores: chosen.map((model) => scoreOf(model, factor, row.group)) }));
  return sorted(rows, chosen);
}

// Everything drawn must lie on the axis, so the axis is made from everything drawn.
function sharedAxis(factors, chosen) {
  const values = [];
  for (const factor of factors) for (const { scores } of rowsOf(factor, chosen)) for (const row of scores) {
    if (row && row.score !== null) values.push(row.score, row.low ?? row.score, row.high ?? row.score);
  }
  for (const model of chosen) if (overallOf(model) !== null) values.push(overallOf(model));
  return axisAround(values, 6);
}

function wordsOf(label, scores, chosen) {
  const lines = scores.map((row, at) => `${data.models[chosen[at]].label}: ${scoreText(row)}`);
  const people = scores.find(Boolean);
  if (people) lines.push(`${count(people.respondents)} respondents`);
  return [label, ...lines].join("\n");
}

function strip({ scores }, chosen, axis) {
  const height = Math.max(24, chosen.length * 9 + 12);
  const svg = shape("svg", { height, "aria-hidden": "true" });
  for (const [tick] of axis.ticks) {
    svg.append(shape("line", { class: "grid-line", x1: axis.place(tick), x2: axis.place(tick), y1: 0, y2: "100%" }));
  }
  if (chosen.length === 1) for (const { score } of referencesOn(axis, chosen[0])) {
    svg.append(shape("line", { class: "reference", x1: axis.place(score), x2: axis.place(score), y1: 0, y2: "100%" }));
  }
  chosen.forEach((model) => {
    const overall = overallOf(model);
    if (overall !== null) svg.append(shape("line", { class: `overall m${model}`, x1: axis.place(overall), x2: axis.place(overall), y1: 0, y2: "100%" }));
  });
  if (!scores.some((row) => row && row.score !== null)) svg.append(shape("text", { class: "nothing", x: "3%", y: "50%", "dominant-baseline": "middle" }, chosen.length ? "no valid answer" : "no model chosen"));
  scores.forEach((row, at) => {
    const model = chosen[at];
    const y = `${12 + (76 * (at + 0.5)) / chosen.length}%`;
    if (!row || row.score === null) return;
    if (row.low !== null) svg.append(shape("line", { class: `whisker m${model}`, x1: axis.place(row.low), x2: axis.place(row.high), y1: y, y2: y }));
    const mark = shape("svg", { x: axis.place(row.score), y, overflow: "visible", width: 1, height: 1 });
    mark.append(shape("path", { class: `m${model}`, d: data.models[model].path }));
    svg.append(mark);
  });
  return svg;
}

// A model's baselines that lie on the axis, each with the row in which its letter has room.
function referencesOn(axis, model) {
  const rows = [];
  return data.baselines.flatMap(({ letter, scores }) => {
    const score = scores[model];
    if (score === null || axis.beyond(score)) return [];
    const at = parseFloat(axis.place(score));
    let row = rows.findIndex((taken) => taken.every((other) => Math.abs(other - at) >= 5));
    if (row < 0) row = rows.push([]) - 1;
    rows[row].push(at);
    return [{ letter, score, row }];
  });
}

// Height of a row of baselines' letters: tick, letter, and room to the next tick.
const letterRow = 15;

function axisRow(axis, chosen = []) {
  const svg = shape("svg", { "aria-hidden": "true" });
  let top = 0;
  for (const model of chosen) {
    const found = referencesOn(axis, model);
    for (const { letter, score, row } of found) {
      const [x, y] = [axis.place(score), top + row * letterRow];
      const line = chosen.length === 1 ? { class: "reference", y1: 0 } : { class: `m${model}`, y1: y + 1 };
      svg.append(shape("line", { ...line, x1: x, x2: x, y2: y + 4 }), shape("text", { x, y: y + 13, class: "letter" }, letter));
    }
    if (found.length && chosen.length > 1) {
      const mark = shape("svg", { x: 0, y: top + 9, overflow: "visible", width: 1, height: 1 });
      mark.append(shape("path", { class: `m${model}`, d: data.models[model].path }));
      svg.append(mark);
    }
    top += letterRow * Math.max(0, ...found.map(({ row }) => row + 1));
  }
  for (const [tick, label] of axis.ticks) svg.append(shape("text", { x: axis.place(tick), y: top + 13 }, label));
  svg.setAttribute("height", top + 20);
  return element("div", { class: "axis" }, element("span"), svg);
}

function tableBehind(factor, rows, chosen) {
  const head = ["Group", "Respondents", ...chosen.map((model) => data.models[model].label)];
  const cells = rows.map(({ label, scores }) => [label, scores[0] ? count(scores[0].respondents) : "", ...scores.map(scoreText)]);
  return sheetOf(head, cells, `${data.factors[factor].label}: score and 95 % interval`);
}

function sheetOf(head, rows, caption) {
  const side = (at) => (at ? { class: "right" } : {});
  return element("table", { class: "behind" },
    element("caption", {}, caption),
    element("thead", {}, element("tr", {}, ...head.map((text, at) => element("th", { scope: "col", ...side(at) }, text)))),
    element("tbody", {}, ...rows.map((cells) => element("tr", {}, ...cells.map((text, at) => element(at ? "td" : "th", at ? side(at) : { scope: "row" }, text))))));
}

function panel(factor, chosen, axis) {
  const { label, name } = data.factors[factor];
  const rows = rowsOf(factor, chosen);
  const options = rows.map((row) => {
    const words = wordsOf(row.label, row.scores, chosen);
    const made = element("div", { class: "row", role: "option", "aria-selected": "false", "aria-label": words.replaceAll("\n", "; "), "data-group": row.code },
      element("span", { class: "name" }, row.label), strip(row, chosen, axis));
    made.words = words;
    return made;
  });
  const box = element("div", { class: "rows", id: `rows-${name}` }, ...options);
  oneTabStop(box, "listbox", `${label}: alignment scores`, options, { words: (option) => option.words, spot: (option) => option.lastChild });
  const scroll = element("div", { class: "scroll" }, tableBehind(factor, rows, chosen));
  return element("section", { class: "card panel", "data-factor": name }, element("h3", {}, label), box, axisRow(axis, chosen), scroll);
}

// What other answers would score: the letters' meaning, with an arrow where the axis does not reach.
function drawBaselines(axis, chosen) {
  byId("baselines").hidden = !data.baselines.length || !chosen.length;
  const cell = (score) => (score === null ? "" : [fixed(score, 4), axis.beyond(score) < 0 ? "\u2039 left of the axis" : axis.beyond(score) > 0 ? "\u203a right of the axis" : ""].join(" ").trim());
  const rows = data.baselines.map(({ letter, label, scores }) => [`${letter}  ${label}`, ...chosen.map((model) => cell(scores[model]))]);
  const own = ["The model's own answers", ...chosen.map((model) => (data.models[model].overall === null ? "" : fixed(data.models[model].overall, 4)))];
  const table = sheetOf(["What would answer", ...chosen.map((model) => data.models[model].label)], [own, ...rows], "What other answers to the same items would score with all respondents. Letters stand below the panels.");
  table.className = "sheet";
  byId("baselines").replaceChildren(table);
}

const factorsOf = (kind) => data.factors.flatMap((factor, at) => (factor.kind === kind ? [at] : []));

function drawPanels() {
  const chosen = models();
  const wanted = byId("factor").value;
  const shows = (factor) => wanted === "" || data.factors[factor].name === wanted;
  const [social, countries] = [factorsOf("socio_demographic").filter(shows), factorsOf("country").filter(shows)];
  const axis = sharedAxis([...social, ...countries], chosen);
  drawBaselines(axis, chosen);
  byId("panels").replaceChildren(...social.map((factor) => panel(factor, chosen, axis)));
  byId("countries").replaceChildren(...countries.map((factor) => panel(factor, chosen, axis)));
  byId("country-section").hidden = countries.length === 0;
  byId("group-section").hidden = social.length === 0;
  byId("status").textContent = `${social.length + countries.length} panels, ${chosen.length} of ${data.models.length} models`;
}
