// Wires the controls. Everything above only draws.
function start() {
  byId("models").append(...data.models.map(({ label, path }, at) => {
    const box = element("input", { type: "checkbox", value: at, id: `model-${at}` });
    box.checked = true;
    const key = shape("svg", { class: "key", viewBox: "-7 -7 14 14", "aria-hidden": "true" }, shape("path", { class: `m${at}`, d: path }));
    return element("label", {}, box, key, label);
  }));
  const labels = data.models.map(({ label }, at) => [at, label]);
  for (const id of ["map-model", "heat-model", "gap-model", "influence-model", "reply-model"]) fillSelect(byId(id), labels);
  const factors = data.factors.filter(({ kind }) => kind !== "everybody").map(({ name, label }) => [name, label]);
  fillSelect(byId("factor"), [["", "all"], ...factors]);
  drawPanels();
  for (const id of ["models", "factor", "sort"]) byId(id).addEventListener("change", drawPanels);
  byId("common-switch").hidden = data.common === null;
  byId("common").addEventListener("change", () => { drawPanels(); drawMap(); });
  byId("tables").addEventListener("change", (event) => document.body.classList.toggle("tables", event.target.checked));
  byId("theme").addEventListener("change", (event) => {
    if (event.target.value) document.documentElement.dataset.theme = event.target.value;
    else delete document.documentElement.dataset.theme;
  });
  startMap();
  startGaps();
  startHeat();
  startReplies();
  startAnalyses();
  addEventListener("scroll", hideTip, { passive: true });
  document.documentElement.dataset.ready = "yes";
}
start();
