// The heat map: items by groups, "where does it disagree".
function itemScore(model, factor, group, item) {
  const row = data.itemScores[model]?.[factor]?.[group]?.[item];
  return row ? { score: row[0], mean: row[1], valid: row[2] } : null;
}

function heatItems(model, factor) {
  const items = data.items.map((_, item) => item);
  if (byId("heat-sort").value === "survey") return items;
  const groups = shownGroups(factor).map(({ group }) => group);
  const spread = (item) => {
    const scores = groups.flatMap((group) => itemScore(model, factor, group, item)?.score ?? []);
    return scores.length ? { low: Math.min(...scores), wide: Math.max(...scores) - Math.min(...scores) } : { low: 2, wide: -1 };
  };
  const keys = new Map(items.map((item) => [item, spread(item)]));
  const by = byId("heat-sort").value === "wide" ? (a, b) => keys.get(b).wide - keys.get(a).wide : (a, b) => keys.get(a).low - keys.get(b).low;
  return items.sort(by);
}

function drawHeat() {
  const [model, factor] = [Number(byId("heat-model").value), Number(byId("heat-factor").value)];
  const groups = shownGroups(factor);
  const consensus = data.consensus[model];
  const cells = [];
  const body = heatItems(model, factor).map((item) => {
    const { id, label } = data.items[item];
    const row = groups.map(({ group, label: groupName }) => {
      const found = itemScore(model, factor, group, item);
      const cell = element("td", { role: "gridcell", "aria-selected": "false" });
      const answer = consensus[item]?.[0] ?? null;
      cell.words = `${groupName}, ${id}: ${label}\n` + (found && found.score !== null
        ? `score ${fixed(found.score, 4)}\nmean answer ${fixed(found.mean, 3)} of ${count(found.valid)}\nthe model's answer: ${answer}`
        : answer === null ? "the model did not answer" : "no valid answer");
      if (found && found.score !== null) {
        const colour = colourAt(found.score);
        cell.style.background = colour.css;
        cell.className = colour.light ? "light" : "dark";
        if (groups.length <= 13) cell.textContent = fixed(found.score, 2);
      } else cell.textContent = "\u2013";
      cell.setAttribute("aria-label", [cell.textContent, ...cell.words.split("\n")].filter(Boolean).join("; "));
      cells.push(cell);
      return cell;
    });
    return element("tr", { role: "row" }, element("th", { scope: "row", role: "rowheader", title: data.items[item].question }, `${label} (${id})`), ...row);
  });
  const head = element("tr", { role: "row" }, element("th", { scope: "col", role: "columnheader", class: "corner" }, "Item"), ...groups.map(({ label }) => element("th", { scope: "col", role: "columnheader" }, element("span", {}, label))));
  const table = byId("heat");
  table.replaceChildren(element("thead", {}, head), element("tbody", {}, ...body));
  const width = groups.length;
  const move = (key, at) => {
    if (at < 0) return key.startsWith("Arrow") || key === "Home" ? 0 : null;
    const column = at % width;
    const moves = { ArrowRight: column < width - 1 ? at + 1 : at, ArrowLeft: column ? at - 1 : at, ArrowDown: at + width < cells.length ? at + width : at, ArrowUp: at >= width ? at - width : at, Home: at - column, End: at - column + width - 1 };
    return key in moves ? moves[key] : null;
  };
  cells.forEach((cell, at) => { cell.id = `heat-${at}`; });
  oneTabStop(table, "grid", "Alignment by item and group", cells, { words: (cell) => cell.words, move });
}

function startHeat() {
  const factors = data.factors.flatMap((factor, at) => (factor.kind === "everybody" ? [] : [[at, factor.label]]));
  byId("heat-section").hidden = data.items.length === 0 || factors.length === 0;
  if (byId("heat-section").hidden) return;
  fillSelect(byId("heat-factor"), factors);
  byId("heat-factor").value = (factors.find(([at]) => shownGroups(at).length > 4) ?? factors[0])[0];
  drawRamp(byId("heat-ramp"), "0 opposite", "1 the same");
  drawHeat();
  for (const id of ["heat-model", "heat-factor", "heat-sort"]) byId(id).addEventListener("change", drawHeat);
}
