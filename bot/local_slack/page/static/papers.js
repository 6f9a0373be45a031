// Papers come in: files dropped anywhere or chosen, or the sample page; a bar shows how far they are.

import { notice, sample, tried, upload } from "./api.js";
import { byId } from "./dom.js";
import { world } from "./world.js";

/** Listen to files that are dropped or chosen, and to the offer of the sample. */
export function preparePapers() {
  byId("sample").addEventListener("click", async () => told("The sample page", await tried(sample())));
  byId("file").addEventListener("change", ({ target }) => take([...target.files]).then(() => (target.value = "")));
  for (const name of ["dragenter", "dragover"]) window.addEventListener(name, (event) => dragged(event, false));
  for (const name of ["dragleave", "drop"]) window.addEventListener(name, (event) => dragged(event, true));
  window.addEventListener("drop", (event) => take([...event.dataTransfer.files]));
}

/** Draw how many papers there are, and what is being done with them. */
export function drawPapers() {
  const { papers, progress, here } = world.status;
  byId("count").textContent = papers === 1 ? "1 paper" : `${papers.toLocaleString("en")} papers`;
  byId("first").hidden = papers > 0 || progress !== null;
  byId("begin").hidden = papers === 0;
  byId("begin").textContent = `${here} Begin with /ask and a question, or with /ask help.`;
  byId("busy").hidden = progress === null;
  if (!progress) return;
  const bar = byId("busy-bar");
  byId("busy-what").textContent = progress.what;
  if (progress.total) Object.assign(bar, { max: progress.total, value: progress.done });
  else bar.removeAttribute("value");
}

async function take(files) {
  for (const file of files) told(file.name, await tried(upload(file)));
}

function told(name, report) {
  if (!report) return;
  notice(`${name}: ${report.read} read, ${report.new} new, ${report.known} known.`, "good");
  for (const line of [...report.refused, ...report.notes].slice(0, 3)) notice(line, "bad");
}

function dragged(event, over) {
  if (!event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  const onlyMoved = event.type === "dragleave" && event.relatedTarget;
  byId("drop").hidden = over && !onlyMoved;
}
