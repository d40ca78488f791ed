// Small helpers: elements, numbers, the tooltip, and one tab stop per panel.
const data = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const byId = (id) => document.getElementById(id);

// Text always becomes text: nothing here reads HTML from data.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function shape(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const fixed = (value, digits) => (Math.abs(value) < 0.5 / 10 ** digits ? 0 : value).toFixed(digits).replace("-", "\u2212");
const count = (value) => value.toLocaleString("en");
const scoreText = (row) => {
  if (!row || row.score === null) return "no valid answer";
  const ends = row.low === null ? "" : ` [${fixed(row.low, 4)}, ${fixed(row.high, 4)}]`;
  return fixed(row.score, 4) + ends;
};

// Scores are stored as rows of numbers: respondents, items, score, lower end, upper end. The switch chooses between
// each model's own questions and those that every model answered.
const onCommon = () => byId("common").checked;
const overallOf = (model) => (onCommon() ? data.models[model].overallCommon : data.models[model].overall);
function scoreOf(model, factor, group, set = onCommon() ? data.common : data.scores) {
  const row = set[model][factor][group];
  if (!row) return null;
  const [respondents, items, score, low, high] = row;
  return { respondents, items, score, low, high };
}

const steps = [[1, 3], [2, 3], [25, 4], [5, 3], [1, 2], [2, 2], [25, 3], [5, 2], [1, 1], [2, 1], [25, 2], [5, 1], [1, 0]];

// The shortest axis around the values with few ticks; a tick prints what it is.
function axisAround(values, ticksMax) {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(low <= high)) [low, high] = [0, 1];
  for (const [mantissa, digits] of steps) {
    const step = mantissa / 10 ** digits;
    const first = Math.floor(low / step + 1e-9);
    const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
    if (last - first < ticksMax || step === 1) {
      const ticks = [];
      for (let at = first; at <= last; at++) ticks.push([at * step, fixed(at * step, digits)]);
      const share = (value) => (value - first * step) / ((last - first) * step);
      const beyond = (value) => (value < first * step ? -1 : value > last * step ? 1 : 0);
      return { ticks, beyond, place: (value) => `${(2 + 96 * share(value)).toFixed(3)}%` };
    }
  }
}

const tip = byId("tip");
function showTip(text, box) {
  tip.textContent = text;
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left + box.width / 2 - width / 2, innerWidth - width - 8));
  const above = box.top - height - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : Math.min(box.bottom + 8, innerHeight - height - 8)}px`;
}
const hideTip = () => { tip.hidden = true; };

// One tab stop: the box takes focus, arrow keys walk its options, pointer and focus show the same words.
// `move(key, at)` gives the next option's place; the default walks a list.
function oneTabStop(box, role, label, options, { words, spot = (option) => option, chosen = () => {}, move = listMove } = {}) {
  box.setAttribute("role", role);
  box.setAttribute("tabindex", "0");
  box.setAttribute("aria-label", label);
  let active = -1;
  const place = (option) => spot(option).getBoundingClientRect();
  const say = (option) => words && showTip(words(option), place(option));
  const activate = (at, scroll) => {
    if (options[active]) { options[active].classList.remove("active"); options[active].setAttribute("aria-selected", "false"); }
    active = at;
    const option = options[at];
    option.classList.add("active");
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    if (scroll) option.scrollIntoView({ block: "nearest", inline: "nearest" });
    chosen(option, at);
  };
  const rest = () => { if (words) { hideTip(); if (options[active]) options[active].classList.remove("active"); } };
  options.forEach((option, at) => {
    option.id ||= `${box.id}-${at}`;
    if (words) {
      option.addEventListener("pointerenter", () => { activate(at, false); say(option); });
      option.addEventListener("pointerleave", rest);
    } else {
      option.addEventListener("click", () => activate(at, false));
    }
  });
  box.onkeydown = (event) => {
    if (event.key === "Escape") return rest();
    const next = move(event.key, active, options.length);
    if (next === null || !options.length) return;
    event.preventDefault();
    activate(Math.max(0, Math.min(options.length - 1, next)), true);
    say(options[active]);
  };
  box.onfocus = () => { if (options.length && box.matches(":focus-visible")) { activate(Math.max(0, active), false); say(options[active]); } };
  box.onblur = rest;
  return { activate };
}

function listMove(key, at, length) {
  const moves = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: length - 1, PageDown: at + 10, PageUp: at - 10 };
  return key in moves ? moves[key] : null;
}

// Viridis at five places; told apart by lightness alone.
const ramp = [[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]];
function colourAt(share) {
  const at = Math.max(0, Math.min(1, share)) * (ramp.length - 1);
  const from = Math.min(Math.floor(at), ramp.length - 2);
  const mixed = ramp[from].map((part, i) => Math.round(part + (ramp[from + 1][i] - part) * (at - from)));
  // Black ink where it has more contrast than white: above a relative luminance of 0.179 (WCAG 2.2, at least 4.5 to 1 either way).
  const linear = (part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = 0.2126 * linear(mixed[0]) + 0.7152 * linear(mixed[1]) + 0.0722 * linear(mixed[2]);
  return { css: `rgb(${mixed})`, light: luminance > 0.179 };
}

function drawRamp(box, low, high) {
  const bar = shape("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" });
  for (let at = 0; at < 50; at++) bar.append(shape("rect", { x: at * 2, width: 2.2, height: 8, fill: colourAt(at / 49).css }));
  box.replaceChildren(low, bar, high);
}

function fillSelect(select, entries) {
  select.replaceChildren(...entries.map(([value, label]) => element("option", { value }, label)));
}
