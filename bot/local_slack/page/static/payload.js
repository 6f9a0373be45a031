// The JSON behind a message or a view, with what Slack would object to.

import { look, tried } from "./api.js";
import { button, byId, el, fill } from "./dom.js";

/** Show the payload of what `at` names: {channel, ts} or {view}. */
export async function showPayload(at) {
  const behind = await tried(look("payload", at));
  if (behind) showBehind(behind);
}

/** Show a payload that is already here. */
export function showBehind({ payload, findings, uses, live }) {
  const dialog = byId("behind");
  const verdict = findings.length
    ? el("ul", { class: "bad" }, findings.map((finding) => el("li", {}, `Slack would refuse this: ${finding}`)))
    : el("p", { class: "good" }, `Within Slack's limits: ${uses.join(", ")}.`);
  const lively = live.length ? live.join(", ") : "nothing";
  fill(
    dialog,
    el("h2", {}, "Payload"),
    verdict,
    el("p", { class: "faint" }, `Live in it: ${lively}.`),
    el("pre", { tabindex: 0 }, JSON.stringify(payload, null, 2)),
    el("p", { class: "row" }, button("Close", () => dialog.close(), { autofocus: true })),
  );
  dialog.showModal();
}
