// The Home tab and modals, from the views that the bot published and opened.

import { perform } from "./api.js";
import { drawnBlocks, drawnText } from "./blocks.js";
import { button, byId, el, fill } from "./dom.js";
import { showPayload } from "./payload.js";
import { world } from "./world.js";

/** Draw the Home tab as it now is. */
export function drawHome() {
  const click = (element) => perform("click", { view: "home", action: element.action_id, value: element.value });
  const blocks = world.home ? drawnBlocks(world.home.blocks, { click }) : [el("p", {}, "Opening the Home tab…")];
  const tools = world.home ? [button("Payload", () => showPayload({ view: "home" }), { class: "quiet" })] : [];
  fill(byId("home"), el("div", { class: "blocks" }, blocks), tools);
}

/** Show the modal in front, as it now is, or none. What was typed into the same one stays. */
export function drawModal() {
  const [dialog, view] = [byId("modal"), world.modal];
  if (!view) return dialog.close();
  if (dialog.dataset.drawn !== view.id + view.hash || !dialog.open) {
    dialog.dataset.drawn = view.id + view.hash;
    fill(dialog, form(view));
    if (!dialog.open) dialog.showModal();
  }
  return objections(dialog, view.errors);
}

/** What the modal does by itself: Escape closes it for the bot, too. */
export function prepareModal() {
  byId("modal").addEventListener("cancel", (event) => {
    event.preventDefault();
    perform("close");
  });
}

function form(view) {
  const click = (element) => perform("click", { view: "modal", action: element.action_id, value: element.value });
  const onsubmit = (event) => {
    event.preventDefault();
    perform("submit", { view: "modal", values: Object.fromEntries(new FormData(event.target)) });
  };
  return el(
    "form",
    { onsubmit, "aria-label": view.title.text },
    el("h2", {}, drawnText(view.title)),
    el("div", { class: "blocks" }, drawnBlocks(view.blocks, { click })),
    el(
      "p",
      { class: "row" },
      button("Payload", () => showPayload({ view: "modal" }), { class: "quiet" }),
      button(view.close ? drawnText(view.close) : "Close", () => perform("close")),
      view.submit ? el("button", { type: "submit", class: "primary" }, drawnText(view.submit)) : null,
    ),
  );
}

function objections(dialog, errors) {
  for (const old of dialog.querySelectorAll(".objection")) old.remove();
  for (const [block, problem] of Object.entries(errors)) {
    const entry = dialog.querySelector(`[name="${CSS.escape(block)}"]`);
    entry?.after(el("p", { class: "objection", role: "alert" }, problem));
  }
}
