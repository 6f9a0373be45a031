// A list of messages that changes one at a time: two hundred messages cost no more than the one that is new.

import { drawnMessage } from "./message.js";

export class MessageList {
  #node;
  #openThread;
  #drawn = new Map();

  /** In the element `node`; `openThread` as for a message. */
  constructor(node, openThread = null) {
    this.#node = node;
    this.#openThread = openThread;
    node.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** Show these messages, in order, and nothing else. */
  show(messages) {
    this.#drawn = new Map(messages.map((message) => [message.ts, drawnMessage(message, this.#openThread)]));
    this.#node.replaceChildren(...this.#drawn.values());
    this.#reachable();
    this.#node.scrollTop = this.#node.scrollHeight;
  }

  /** Show a message at its place, or as it now is. */
  put(message) {
    const low = this.#node.scrollHeight - this.#node.scrollTop - this.#node.clientHeight < 80;
    const fresh = drawnMessage(message, this.#openThread);
    const old = this.#drawn.get(message.ts);
    const focused = old?.contains(document.activeElement);
    if (old) old.replaceWith(fresh);
    else this.#node.insertBefore(fresh, this.#after(message.ts));
    this.#drawn.set(message.ts, fresh);
    this.#reachable();
    if (focused) fresh.focus();
    if (low) this.#node.scrollTop = this.#node.scrollHeight;
  }

  /** Show a message no more. */
  drop(ts) {
    this.#drawn.get(ts)?.remove();
    this.#drawn.delete(ts);
    this.#reachable();
  }

  #after(ts) {
    // New messages are nearly always the last.
    let next = null;
    for (let node = this.#node.lastElementChild; node && node.dataset.ts > ts; node = node.previousElementSibling) {
      next = node;
    }
    return next;
  }

  // The list is one stop of the Tab key, its last message; arrows go from message to message.
  #reachable() {
    this.#node.querySelector('[tabindex="0"]')?.setAttribute("tabindex", -1);
    this.#node.lastElementChild?.setAttribute("tabindex", 0);
  }

  #walk(event) {
    const here = event.target;
    if (!here.matches?.(".message")) return;
    const step = { ArrowUp: here.previousElementSibling, ArrowDown: here.nextElementSibling }[event.key];
    if (!step) return;
    event.preventDefault();
    step.focus();
  }
}
