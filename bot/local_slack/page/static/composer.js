// Where messages are written: Enter sends, Shift+Enter begins a line, commands and names complete themselves.

import { perform } from "./api.js";
import { button, el, fill } from "./dom.js";
import { world } from "./world.js";

let count = 0;

/** A composer for the place that `where()` gives: {channel, thread, label}. */
export function composer(where) {
  const offers = new Offers(`offers-${++count}`);
  const entry = el("textarea", {
    rows: 1,
    role: "combobox",
    "aria-controls": offers.node.id,
    "aria-expanded": "false",
    "aria-autocomplete": "list",
    oninput: () => offers.update(entry),
    onblur: () => offers.hide(entry),
    onkeydown: (event) => {
      if (event.isComposing || offers.key(event, entry)) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        send(entry, where());
      }
    },
  });
  const node = el("div", { class: "composer" }, offers.node, entry, button("Send", () => send(entry, where())));
  return { node, entry, offers };
}

/** Name the place a composer writes to. */
export function nameComposer({ entry }, label) {
  entry.placeholder = label;
  entry.setAttribute("aria-label", label);
}

async function send(entry, { channel, thread }) {
  const text = entry.value.trim();
  if (!text) return;
  const isCommand = text.startsWith("/") && !thread;
  const say = () => perform("say", { channel, text, thread: thread ?? "" });
  const deed = isCommand ? perform("command", { channel, text }) : say();
  entry.value = "";
  // What could not be sent comes back, unless the next is being written already.
  if (!(await deed) && !entry.value) entry.value = text;
}

/** The commands or names that what is before the caret may become. */
class Offers {
  #offered = [];
  #at = 0;

  constructor(id) {
    this.node = el("ul", { id, class: "offers", role: "listbox", "aria-label": "Completions", hidden: true });
  }

  update(entry) {
    const before = entry.value.slice(0, entry.selectionStart);
    const command = /^\/\S*$/.exec(before);
    const name = /(?:^|\s)@(\w*)$/.exec(before);
    if (command) this.#offer(entry, command[0].length, world.commands.filter((c) => c.name.startsWith(command[0])));
    else if (name) this.#offer(entry, name[1].length + 1, people(name[1]));
    else this.hide(entry);
  }

  hide(entry) {
    this.#offered = [];
    this.node.hidden = true;
    entry.setAttribute("aria-expanded", "false");
    entry.removeAttribute("aria-activedescendant");
  }

  /** True if a key was meant for the list. */
  key(event, entry) {
    const size = this.#offered.length;
    if (!size) return false;
    const step = { ArrowDown: 1, ArrowUp: size - 1 }[event.key];
    const whole = this.#offered[this.#at].name === entry.value.slice(0, entry.selectionStart);
    if (step) this.#mark(entry, (this.#at + step) % size);
    else if (event.key === "Tab" || (event.key === "Enter" && !whole)) this.#take(entry);
    else if (event.key === "Escape") this.hide(entry);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #offer(entry, length, offered) {
    if (!offered.length) return this.hide(entry);
    this.#offered = offered.map((offer) => ({ ...offer, length }));
    fill(this.node, this.#offered.map((offer, n) => this.#row(entry, offer, n)));
    this.node.hidden = false;
    entry.setAttribute("aria-expanded", "true");
    return this.#mark(entry, 0);
  }

  #row(entry, offer, n) {
    const onmousedown = (event) => {
      event.preventDefault();
      this.#at = n;
      this.#take(entry);
    };
    const usage = offer.usage ? el("i", {}, ` ${offer.usage}`) : "";
    return el(
      "li",
      { id: `${this.node.id}-${n}`, role: "option", onmousedown },
      el("b", {}, offer.name),
      usage,
      el("span", { class: "faint" }, offer.help),
    );
  }

  #mark(entry, n) {
    this.#at = n;
    [...this.node.children].forEach((row, k) => row.setAttribute("aria-selected", String(k === n)));
    entry.setAttribute("aria-activedescendant", `${this.node.id}-${n}`);
  }

  #take(entry) {
    const { name, length } = this.#offered[this.#at];
    const caret = entry.selectionStart;
    entry.setRangeText(`${name} `, caret - length, caret, "end");
    this.hide(entry);
  }
}

function people(begun) {
  return [...world.people.values()]
    .filter((person) => person.name.startsWith(begun.toLowerCase()))
    .map((person) => ({ name: `@${person.name}`, help: person.real }));
}
