// The way to the server. The token is the first part of the page's own address and goes along with every request.

import { byId, el } from "./dom.js";
import { world } from "./world.js";

const HEADERS = { "X-Broadsheet-Token": location.pathname.split("/")[1] };
const AGAIN = 1000; // milliseconds before a lost stream is taken up again

async function asked(path, given = {}) {
  const answer = await fetch(path, { ...given, headers: { ...HEADERS, ...given.headers } });
  const document = await answer.json();
  if (!answer.ok) throw new Error(`${document.error} ${document.hint}`.trim());
  return document;
}

/** What the server says at `api/<name>`, for the person this page is seen as. */
export function look(name, given = {}) {
  return asked(`api/${name}?${new URLSearchParams({ as: world.me, ...given })}`);
}

/** Do something as the person this page is seen as. True if it was taken; if not, a notice says why. */
export function perform(deed, given = {}) {
  return tried(asked("api/act", { method: "POST", body: JSON.stringify({ do: deed, as: world.me, ...given }) }));
}

/** Put a file's papers into the archive; what became of them. */
export function upload(file) {
  const headers = { "X-File-Name": encodeURIComponent(file.name) };
  return asked("api/papers", { method: "POST", body: file, headers });
}

/** Put the sample page into the archive; what became of it. */
export function sample() {
  return asked("api/sample", { method: "POST" });
}

/** What a promise gives; a notice and undefined if it fails. */
export async function tried(promise) {
  try {
    return await promise;
  } catch (error) {
    notice(error.message, "bad");
    return undefined;
  }
}

/** A line in the corner that goes away by itself. */
export function notice(text, kind = "") {
  const line = el("p", { class: `notice ${kind}` }, text);
  byId("notices").append(line);
  setTimeout(() => line.remove(), 8000);
}

/** Hear all that `user` sees: `on.all`, `on.changes`, `on.status`, and `on.lost` with why. Gives back how to stop. */
export function listen(user, on) {
  const stopping = new AbortController();
  (async () => {
    while (!stopping.signal.aborted) {
      try {
        await streamed(user, on, stopping.signal);
      } catch (error) {
        if (!stopping.signal.aborted) on.lost("The server does not answer; trying again…");
      }
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  })();
  return () => stopping.abort();
}

async function streamed(user, on, signal) {
  const answer = await fetch(`api/events?as=${encodeURIComponent(user)}`, { headers: HEADERS, signal });
  if (!answer.ok) return on.lost(await answer.text());
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error("the stream ended");
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const found = /^event: (\w+)\ndata: (.*)$/.exec(event);
      if (found) on[found[1]](JSON.parse(found[2]));
    }
  }
}
