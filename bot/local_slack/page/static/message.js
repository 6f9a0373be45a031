// One message: who, when, for whom, its blocks, its reactions, its thread; and what can be done with it.

import { perform } from "./api.js";
import { drawnBlocks, mrkdwn } from "./blocks.js";
import { button, el } from "./dom.js";
import { showPayload } from "./payload.js";
import { about, nameOf, replies, world } from "./world.js";

const EMOJI = { "+1": "👍", "-1": "👎", thumbsup: "👍", thumbsdown: "👎", eyes: "👀", heart: "❤️" };
const OFFERED = ["+1", "-1", "eyes"];

/** A message as an element. `openThread(ts)` is what its thread link calls; without it there is none. */
export function drawnMessage(message, openThread = null) {
  const node = el("article", {
    class: `message ${message.private ? "private" : ""} ${message.growing ? "growing" : ""}`,
    tabindex: -1,
    "data-ts": message.ts,
    "aria-label": `${nameOf(message.user)} at ${clock(message.ts)}`,
  });
  const tools = () => node.querySelector(".tools") ?? node.append(toolbar(message, openThread));
  node.addEventListener("mouseenter", tools);
  node.addEventListener("focusin", tools);
  const thread = openThread ? threadLink(message, openThread) : null;
  node.append(...framed(message, contents(message), reactions(message), thread, sign(message)));
  return node;
}

/** What someone says, with their picture and name: `user` says it, `ts`, `private` and `edited` as of a message. */
export function framed({ user, ts, private: only, edited }, ...said) {
  const name = nameOf(user);
  const isBot = world.people.get(user)?.kind === "bot";
  return [
    el("div", { class: `avatar hue-${hue(user)}`, "aria-hidden": true }, name[0].toUpperCase()),
    el(
      "div",
      { class: "body" },
      only ? el("p", { class: "only" }, "👁 Only visible to you") : null,
      el(
        "p",
        { class: "who" },
        el("strong", {}, name),
        isBot ? el("span", { class: "badge" }, "APP") : null,
        ts ? el("time", {}, clock(ts)) : null,
        edited ? el("span", { class: "faint" }, "(edited)") : null,
      ),
      said,
    ),
  ];
}

/** A time stamp as the hour and minute here. */
function clock(ts) {
  return new Date(Number(ts) * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

function contents(message) {
  const at = { channel: message.channel, ts: message.ts };
  const click = (element) => perform("click", { ...at, action: element.action_id, value: element.value });
  if (message.blocks.length) return el("div", { class: "blocks" }, drawnBlocks(message.blocks, { click }));
  return el("div", { class: `text ${message.gone ? "faint" : ""}` }, mrkdwn(message.text));
}

function reactions(message) {
  if (!message.reactions.length) return null;
  const drawn = message.reactions.map(([name, who]) =>
    button(`${EMOJI[name] ?? `:${name}:`} ${who.length}`, () => react(message, name), {
      class: who.includes(world.me) ? "mine" : "",
      title: `${who.map(nameOf).join(", ")} reacted with :${name}:`,
    }),
  );
  return el("div", { class: "reactions" }, drawn);
}

function react(message, name) {
  return perform("react", { channel: message.channel, ts: message.ts, name });
}

function threadLink(message, openThread) {
  const count = replies(message);
  if (message.thread) return button("Part of a thread", () => openThread(message.thread), { class: "thread-link" });
  if (!count) return null;
  return button(count === 1 ? "1 reply" : `${count} replies`, () => openThread(message.ts), { class: "thread-link" });
}

/** What the bot is doing about a message, while it does. */
function sign({ channel, ts }) {
  const status = about(channel).signs[ts];
  return status ? el("p", { class: "sign faint", role: "status" }, `${nameOf(world.bot)} ${status}`) : null;
}

function toolbar(message, openThread) {
  const at = { channel: message.channel, ts: message.ts };
  const tools = [];
  if (!message.private && !message.gone) {
    tools.push(...OFFERED.map((name) => button(EMOJI[name], () => react(message, name), { title: `React :${name}:` })));
    if (openThread) tools.push(button("Reply in thread", () => openThread(message.thread ?? message.ts)));
    tools.push(...world.shortcuts.map(({ name, id }) => button(name, () => perform("shortcut", { ...at, id }))));
  }
  if (message.user === world.bot) tools.push(button("Payload", () => showPayload(at)));
  return el("div", { class: "tools", role: "toolbar", "aria-label": "What to do with this message" }, tools);
}

function hue(user) {
  return [...user].reduce((sum, letter) => sum + letter.codePointAt(0), 0) % 6;
}
