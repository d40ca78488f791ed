// The widest gap of every factor, and what each item contributes to it.
const groupLabel = (factor, code) => data.factors[factor].groups.find(([group]) => group === code)?.[1] ?? code;

function bars(box, label, rows, axis, draw) {
  const options = rows.map((row) => {
    const svg = shape("svg", { "aria-hidden": "true", height: 24 });
    for (const [tick] of axis.ticks) svg.append(shape("line", { class: "grid-line", x1: axis.place(tick), x2: axis.place(tick), y1: 0, y2: "100%" }));
    draw(svg, row);
    const made = element("div", { class: "row", role: "option", "aria-selected": "false", "aria-label": [row.label, row.ends, row.value, ...row.words.split("\n").slice(1)].filter(Boolean).join(" ") },
      element("span", { class: "name" }, row.label, ...(row.ends ? [" ", element("small", {}, row.ends)] : [])), svg, " ", element("span", { class: "value" }, row.value));
    made.words = row.words;
    return made;
  });
  const list = element("div", { class: "rows", id: `${box.id}-rows` }, ...options);
  oneTabStop(list, "listbox", label, options, { words: (option) => option.words, spot: (option) => option.children[1] });
  const table = sheetOf(["What", "Value"], rows.map((row) => [row.words.replaceAll("\n", "; "), row.value]), label);
  const ticks = axisRow(axis);
  ticks.append(element("span"));
  box.replaceChildren(list, ticks, table);
}

function drawGaps() {
  const model = Number(byId("gap-model").value);
  const rows = data.spreads.filter((row) => row.model === model).map((row) => {
    const at = (code) => data.factors[row.factor].groups.findIndex(([group]) => group === code);
    const [low, high] = [row.lowest, row.highest].map((code) => scoreOf(model, row.factor, at(code), data.scores)?.score ?? null);
    const { label } = data.factors[row.factor];
    const ends = row.low === null ? "" : ` [${fixed(row.low, 3)}, ${fixed(row.high, 3)}]`;
    const words = `${label}: ${fixed(row.spread, 4)}\nlowest: ${groupLabel(row.factor, row.lowest)}\nhighest: ${groupLabel(row.factor, row.highest)}`;
    const outer = `${groupLabel(row.factor, row.lowest)} \u2013 ${groupLabel(row.factor, row.highest)}`;
    return { ...row, label, words, ends: outer, value: fixed(row.spread, 3) + ends, from: low, to: high };
  }).filter(({ from, to }) => from !== null && to !== null).sort((a, b) => b.spread - a.spread);
  const axis = axisAround(rows.flatMap(({ from, to }) => [from, to]), 7);
  bars(byId("gaps"), "Widest gap within each factor", rows, axis, (svg, row) => {
    const y = "50%";
    const width = data.factors[row.factor].kind === "country" ? 6 : 3;
    svg.append(shape("line", { class: `m${model}`, "stroke-width": width, x1: axis.place(row.from), x2: axis.place(row.to), y1: y, y2: y }));
    for (const end of [row.from, row.to]) {
      const mark = shape("svg", { x: axis.place(end), y, overflow: "visible", width: 1, height: 1 });
      mark.append(shape("path", { class: `m${model}`, d: data.models[model].path }));
      svg.append(mark);
    }
  });
}

function drawInfluence() {
  const model = Number(byId("influence-model").value);
  const factor = Number(byId("influence-factor").value);
  const whole = data.spreads.find((row) => row.model === model && row.factor === factor)?.spread ?? null;
  const rows = data.influences.filter((row) => row.model === model && row.factor === factor).map((row) => {
    const { id, label } = data.items[row.item];
    return { ...row, label: `${id}: ${label}`, value: fixed(row.gap, 4), words: `${id}: ${label}\ngap without it: ${fixed(row.gap, 4)}${whole === null ? "" : `\nwith all items: ${fixed(whole, 4)}`}` };
  }).sort((a, b) => a.gap - b.gap);
  const far = (row) => Math.abs(row.gap - (whole ?? 0));
  const kept = new Set([...rows].sort((a, b) => far(b) - far(a)).slice(0, byId("influence-all").checked ? rows.length : 12));
  const shown = rows.filter((row) => kept.has(row));
  const axis = axisAround([...rows.map(({ gap }) => gap), ...(whole === null ? [] : [whole])], 7);
  bars(byId("influence"), "Gap with one item left out", shown, axis, (svg, row) => {
    const y = "50%";
    if (whole !== null) {
      svg.append(shape("line", { class: `overall m${model}`, x1: axis.place(whole), x2: axis.place(whole), y1: 0, y2: "100%" }));
      svg.append(shape("line", { class: `m${model}`, "stroke-width": 2, x1: axis.place(whole), x2: axis.place(row.gap), y1: y, y2: y }));
    }
    const mark = shape("svg", { x: axis.place(row.gap), y, overflow: "visible", width: 1, height: 1 });
    mark.append(shape("path", { class: `m${model}`, d: data.models[model].path }));
    svg.append(mark);
  });
}

function startGaps() {
  byId("gap-section").hidden = data.spreads.length === 0;
  byId("influence-section").hidden = data.influences.length === 0;
  if (data.spreads.length) { drawGaps(); byId("gap-model").addEventListener("change", drawGaps); }
  if (!data.influences.length) return;
  const factors = [...new Set(data.influences.map((row) => row.factor))].sort((a, b) => a - b);
  fillSelect(byId("influence-factor"), factors.map((at) => [at, data.factors[at].label]));
  drawInfluence();
  for (const id of ["influence-model", "influence-factor", "influence-all"]) byId(id).addEventListener("change", drawInfluence);
}
