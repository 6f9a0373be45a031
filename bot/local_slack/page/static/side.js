// What stands beside the channel: a thread, the weekly post, or the troubles; one at a time.

import { look, perform, tried } from "./api.js";
import { drawnBlocks } from "./blocks.js";
import { composer, nameComposer } from "./composer.js";
import { button, byId, el, fill } from "./dom.js";
import { MessageList } from "./list.js";
import { framed } from "./message.js";
import { showBehind } from "./payload.js";
import { about, belongs, channelName, messagesOf, world } from "./world.js";

const open = { kind: "", channel: "", thread: "", list: null };

/** Close what is open. */
export function closeSide() {
  Object.assign(open, { kind: "", channel: "", thread: "", list: null });
  byId("side").hidden = true;
}

/** Open the thread of the message at `thread`. */
export function openThread(channel, thread) {
  const node = el("div", { class: "list", role: "log", "aria-label": "Thread" });
  Object.assign(open, { kind: "thread", channel, thread, list: new MessageList(node) });
  const writing = composer(() => ({ channel, thread }));
  nameComposer(writing, "Reply in this thread");
  show(about(channel).titles[thread] ?? `Thread in ${channelName(channel)}`, node, writing.node);
  open.list.show(messagesOf(channel, thread));
  writing.entry.focus();
}

/** Take a changed message into the open thread, if it belongs there. */
export function putInThread(change) {
  if (open.kind !== "thread" || !belongs(change.message, open.channel, open.thread)) return;
  if (change.what === "gone") open.list.drop(change.message.ts);
  else open.list.put(change.message);
}

/** Draw what is open again, when all has come anew. */
export function refreshSide() {
  if (open.kind === "thread") open.list.show(messagesOf(open.channel, open.thread));
}

/** Open the weekly post of a week, the newest with papers if none is named. */
export async function openWeek(week = "") {
  Object.assign(open, { kind: "week", list: null });
  show("The weekly post", el("p", { class: "wait", role: "status" }, "Making the post…"));
  const made = await tried(look("week", { week }));
  if (open.kind !== "week") return;
  if (!made) return closeSide();
  const before = button("‹ Week before", () => openWeek(made.before));
  const after = button("Week after ›", () => openWeek(made.after));
  const [main, ...thread] = made.posts.map(drawnPost);
  const under = thread.length ? [el("h3", { class: "thread-mark" }, `In its thread: ${thread.length}`), ...thread] : [];
  const list = el("div", { class: "list", role: "region", tabindex: 0, "aria-label": "The post" }, main, under);
  show("The weekly post", el("p", { class: "row" }, before, made.week, after), list);
}

/** Open or close the panel of troubles. */
export function openTroubles() {
  if (open.kind === "troubles") return closeSide();
  Object.assign(open, { kind: "troubles", list: null });
  const rows = world.troubles.map(({ name, label, help }) => {
    const bring = button(label, () => perform("trouble", { name }), { "data-name": name });
    return el("li", {}, bring, el("span", { class: "faint" }, help));
  });
  show("Let things fail", el("ul", { class: "troubles" }, rows), el("div", { id: "traffic", class: "list" }));
  return drawTraffic();
}

/** Draw what has gone to and fro, if the panel is open. */
export function drawTraffic() {
  if (open.kind !== "troubles" || !world.status) return;
  const { traffic, stalled, connections } = world.status;
  const rows = traffic.deliveries.map(({ what, times, error }) =>
    el("tr", {}, el("td", {}, what), el("td", {}, `${times} ×`), el("td", {}, error || "taken")),
  );
  const failed = el("ul", {}, traffic.failed.map((line) => el("li", {}, line)));
  fill(
    byId("traffic"),
    el("p", {}, `The model is ${stalled ? "stalled" : "free"}; connections: ${connections}.`),
    el("table", {}, el("caption", {}, "Delivered to the bot, the newest first"), el("tbody", {}, rows)),
    traffic.failed.length ? [el("h3", {}, "Calls that went wrong"), failed] : [],
  );
}

function drawnPost(post) {
  const blocks = el("div", { class: "blocks" }, drawnBlocks(post.blocks));
  const behind = button("Payload", () => showBehind(post.behind), { class: "quiet" });
  return el("article", { class: "message post" }, framed({ user: world.bot }, blocks, behind));
}

function show(title, ...children) {
  const side = byId("side");
  const close = button("Close", closeSide, { "aria-label": `Close ${title}` });
  fill(side, el("header", {}, el("h2", {}, title), close), children);
  side.hidden = false;
}
