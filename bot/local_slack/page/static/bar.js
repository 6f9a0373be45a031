// The bar at the left: whose eyes one sees with, the channels, the app.

import { button, byId, el, fill } from "./dom.js";
import { nameOf, world } from "./world.js";

const KINDS = { guest: " (a guest)", stranger: " (of another workspace)" };

/** Draw the bar for the place `at`: {channel, home}. `go(channel, home)` is called for another. */
export function drawBar(at, go) {
  const people = [...world.people.values()].filter((person) => person.kind !== "bot");
  fill(byId("viewer"), people.map(({ name, kind }) => el("option", { value: name }, name + (KINDS[kind] ?? ""))));
  byId("viewer").value = nameOf(world.me);
  const [chats, named] = [world.channels.filter((c) => c.kind === "im"), world.channels.filter((c) => c.kind !== "im")];
  fill(byId("channels"), named.map((channel) => row(channel, sign(channel) + channel.name, at, go)));
  const home = entry("Home", at.home, () => go(chats[0].id, true));
  const rows = chats.map((channel) => row(channel, nameOf(world.bot), at, go));
  fill(byId("apps"), rows, el("li", { class: "inner" }, home));
}

/** On a narrow page the bar is folded away: open it, or fold it again. */
export function foldBar(open) {
  document.body.classList.toggle("bar-open", open);
  byId("fold").setAttribute("aria-expanded", String(open));
}

/** The button that opens the bar, and all that folds it again. */
export function prepareBar() {
  byId("fold").addEventListener("click", () => foldBar(!document.body.classList.contains("bar-open")));
  byId("bar").addEventListener("click", ({ target }) => target.closest("button, .button") && foldBar(false));
  byId("main").addEventListener("click", ({ target }) => target.closest("#fold") || foldBar(false));
}

function row(channel, name, at, go) {
  const here = !at.home && at.channel === channel.id;
  const unread = world.unread.has(channel.id) ? "unread" : "";
  const away = channel.kind === "channel" && !channel.member ? " ·" : "";
  return el("li", { class: unread }, entry(name + away, here, () => go(channel.id, false)));
}

function entry(name, here, onclick) {
  return button(name, onclick, { "aria-current": here ? "page" : null });
}

function sign(channel) {
  return channel.kind === "group" ? "🔒 " : "# ";
}
