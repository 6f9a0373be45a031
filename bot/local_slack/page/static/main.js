// The page: who looks, where they are, and what is drawn again when something happens.

import { listen, notice, perform } from "./api.js";
import { drawBar, foldBar, prepareBar } from "./bar.js";
import { composer, nameComposer } from "./composer.js";
import { button, byId, fill } from "./dom.js";
import { MessageList } from "./list.js";
import { drawPapers, preparePapers } from "./papers.js";
import { closeSide, drawTraffic, openThread, openTroubles, openWeek, putInThread, refreshSide } from "./side.js";
import { drawHome, drawModal, prepareModal } from "./views.js";
import { about, apply, begin, belongs, channelName, messageAt, messagesOf, world } from "./world.js";

// The address keeps who looks and where, so that a reload or a second tab begins at the same place.
const [someone = "alice", somewhere = ""] = decodeURIComponent(location.hash.slice(1)).split("/");
const at = { user: someone || "alice", channel: somewhere, home: false };
const timeline = new MessageList(byId("timeline"), (ts) => openThread(at.channel, ts));
const writing = composer(() => ({ channel: at.channel }));
const signed = new Map(); // channel → the messages a sign stands below
let stop = () => {};

function follow(user) {
  stop();
  at.user = user;
  closeSide();
  stop = listen(user, { all: beginAll, changes: takeChanges, status: takeStatus, lost: tellLost });
}

function beginAll(all) {
  begin(all);
  if (!world.channels.some((channel) => channel.id === at.channel)) at.channel = world.channels[0].id;
  world.unread.clear();
  drawPlace();
  drawModal();
  refreshSide();
}

function takeChanges(changes) {
  let barChanged = false;
  for (const change of changes) {
    const isNew = apply(change);
    barChanged ||= change.what === "channels";
    if (change.what === "home") drawHome();
    if (change.what === "modal") drawModal();
    if (change.what === "about") takeAbout(change.channel);
    if (change.message) barChanged = takeMessage(change, isNew) || barChanged;
  }
  if (barChanged) drawBar(at, go);
}

/** Draw a changed message wherever it stands. True if the bar must tell of it. */
function takeMessage(change, isNew) {
  const { message } = change;
  if (belongs(message, at.channel)) {
    if (change.what === "gone") timeline.drop(message.ts);
    else timeline.put(message);
  }
  const root = message.thread && messageAt(message.channel, message.thread);
  if (root && belongs(root, at.channel)) timeline.put(root);
  putInThread(change);
  if (!isNew || (message.channel === at.channel && !at.home)) return false;
  world.unread.add(message.channel);
  return true;
}

/** Draw what stands about a channel's conversations: a sign comes or goes, questions are suggested. */
function takeAbout(channel) {
  for (const message of signed.get(channel) ?? []) redraw(channel, message);
  signed.set(channel, Object.keys(about(channel).signs));
  for (const message of signed.get(channel)) redraw(channel, message);
  drawPrompts();
}

function redraw(channel, ts) {
  const message = messageAt(channel, ts);
  if (!message) return;
  if (belongs(message, at.channel)) timeline.put(message);
  putInThread({ what: "message", message });
}

/** What may be asked, for whoever has not asked yet. */
function drawPrompts() {
  const prompts = at.home ? [] : about(at.channel).prompts;
  const say = (text) => perform("say", { channel: at.channel, text, thread: "" });
  fill(byId("prompts"), prompts.map(({ title, message }) => button(title, () => say(message))));
  byId("prompts").hidden = !prompts.length;
}

function takeStatus(status) {
  world.status = status;
  const model = status.stalled ? "the model is stalled" : status.model;
  byId("state").textContent = status.ready ? model : "The bot is starting…";
  drawPapers();
  drawTraffic();
}

function tellLost(why) {
  byId("state").textContent = why;
}

function go(channel, home) {
  const before = at.channel;
  Object.assign(at, { channel, home });
  world.unread.delete(channel);
  closeSide();
  drawPlace();
  const isChat = world.channels.find((c) => c.id === channel)?.kind === "im";
  if (isChat && !home) perform("agent", { beside: before === channel ? "" : before });
  if (home) perform("home");
  else writing.entry.focus();
}

function drawPlace() {
  const { channel, home } = at;
  history.replaceState(null, "", `#${at.user}/${channel}`);
  const here = world.channels.find((c) => c.id === channel);
  drawBar(at, go);
  drawTop(here, home);
  byId("timeline").hidden = byId("composer").hidden = home;
  byId("home").hidden = !home;
  nameComposer(writing, here.archived ? "This channel is archived" : `Message ${channelName(channel)}`);
  writing.entry.disabled = here.archived || !here.member;
  drawPrompts();
  if (home) drawHome();
  else timeline.show(messagesOf(channel));
}

function drawTop(here, home) {
  const name = channelName(here.id);
  const tabs = [
    button("Home", () => go(here.id, true), { "aria-current": home ? "page" : null }),
    button("Messages", () => go(here.id, false), { "aria-current": home ? null : "page" }),
  ];
  const invite = () => perform("invite", { channel: here.id });
  const missing = here.kind !== "im" && !here.bot && here.member && !here.archived;
  fill(byId("place"), name, here.kind === "im" ? tabs : [], missing ? [button("Add the bot", invite)] : []);
}

function keys(event) {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (event.key === "/" && !typing && !at.home) {
    event.preventDefault();
    writing.entry.focus();
  }
  if (event.key === "Escape") foldBar(false);
  if (event.key === "Escape" && !event.target.closest("dialog") && !byId("side").hidden) {
    closeSide();
    writing.entry.focus();
  }
}

byId("composer").append(writing.node);
byId("viewer").addEventListener("change", ({ target }) => follow(target.value));
byId("week").addEventListener("click", () => openWeek());
byId("troubles").addEventListener("click", openTroubles);
document.addEventListener("keydown", keys);
window.addEventListener("unhandledrejection", ({ reason }) => notice(String(reason), "bad"));
prepareBar();
prepareModal();
preparePapers();
follow(at.user);
