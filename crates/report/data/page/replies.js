// Replies: the prompt, every repetition's words, what was read in them and by which rule.
const outcomes = { chosen: "chose", refused: "refused", dont_know: "does not know", ambiguous: "ambiguous", unparsable: "not readable" };

function optionLabel(item, code) {
  const label = data.items[item].options.find(([option]) => option === code)?.[1];
  return label === undefined || label === String(code) ? String(code) : `${code}, ${label}`;
}

function showReply(item, row) {
  const facts = [["Repetition", String(row.repetition)], ["Outcome", row.outcome === "chosen" ? `${outcomes.chosen} ${optionLabel(item, row.code)}` : outcomes[row.outcome] ?? row.outcome]];
  if (row.candidates?.length) facts.push(["Options named", row.candidates.map((code) => optionLabel(item, code)).join("; ")]);
  if (row.rule) facts.push(["Rule", row.rule]);
  if (row.conflict) facts.push(["Contradiction", row.conflict]);
  if (row.refusal) facts.push(["Refusal sent apart", row.refusal]);
  const list = element("dl", { class: "card" }, ...facts.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]));
  const text = element("div", { class: "text", dir: "auto", id: "reply-text" });
  if (row.text === undefined) text.append("The reply is not at hand: this answer was imported.");
  else if (row.text === "") text.append("(the model sent no text)");
  else if (row.span) {
    const [from, to] = row.span;
    text.append(row.text.slice(0, from), element("mark", {}, row.text.slice(from, to)), row.text.slice(to));
  } else text.append(row.text);
  if (row.before) text.prepend(`[${count(row.before)} bytes left out] `);
  if (row.after) text.append(` [${count(row.after)} bytes left out]`);
  byId("reply").replaceChildren(list, text);
}

function drawReplies() {
  const [model, item] = [Number(byId("reply-model").value), Number(byId("reply-item").value)];
  const rows = data.replies[model][item];
  const { question, prompt } = data.items[item];
  byId("prompt").textContent = prompt ?? question;
  byId("prompt-note").textContent = prompt === null ? "The question (the prompt is not at hand)" : "The prompt, as sent";
  const [code, agreeing, voting, repetitions] = data.consensus[model][item] ?? [null, 0, 0, 0];
  byId("vote").textContent = code === null
    ? `No repetition of ${repetitions} chose: the item does not enter this model's scores.`
    : `${voting} of ${repetitions} repetitions chose; ${agreeing} of them chose ${optionLabel(item, code)}: the model's consensus.`;
  const options = rows.map((row) => element("div", { role: "option", "aria-selected": "false" },
    element("span", {}, `Repetition ${row.repetition}`), element("span", {}, row.outcome === "chosen" ? String(row.code) : outcomes[row.outcome] ?? row.outcome)));
  const fresh = byId("repetitions").cloneNode(false);
  byId("repetitions").replaceWith(fresh);
  fresh.replaceChildren(...options);
  const list = oneTabStop(fresh, "listbox", "Repetitions", options, { chosen: (_, at) => showReply(item, rows[at]) });
  if (rows.length) list.activate(0, false); else byId("reply").replaceChildren("No repetition is at hand.");
}

function startReplies() {
  const any = data.replies.some((items) => items.some((rows) => rows.length));
  byId("replies").hidden = !any;
  if (!any) return;
  fillSelect(byId("reply-item"), data.items.map(({ id, label }, at) => [at, `${id}: ${label}`]));
  drawReplies();
  for (const id of ["reply-model", "reply-item"]) byId(id).addEventListener("change", drawReplies);
}
