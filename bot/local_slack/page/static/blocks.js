// Block Kit as Slack draws it, for the blocks that the bot sends. Reference: docs.slack.dev/reference/block-kit.
// Only `<address|label>` in mrkdwn and the `url` of a button become links, and only to http, https and mailto.

import { button, el } from "./dom.js";
import { channelName, nameOf } from "./world.js";

const DRAW = {
  header: (block) => el("h3", {}, drawnText(block.text)),
  section: drawnSection,
  divider: () => el("hr"),
  context: (block) => el("div", {}, block.elements.map((element) => drawnElement(element))),
  actions: (block, on) => el("div", {}, block.elements.map((element) => drawnElement(element, block, on))),
  image: (block) => picture(block),
  input: drawnInput,
  rich_text: (block) => el("div", {}, block.elements.map(drawnRich)),
  table: drawnTable,
  data_visualization: drawnChart,
};
const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

// One pattern for all that mrkdwn means; the first that fits at the leftmost place counts.
const MRKDWN = new RegExp(
  [
    "<(?<sign>[!@#]?)(?<target>[^<>|\\n]+)(?:\\|(?<label>[^<>\\n]*))?>",
    "```(?<pre>[\\s\\S]+?)```",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\w*])\\*(?<b>[^\\s*](?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])_(?<i>[^\\s_](?:[^_\\n]*[^\\s_])?)_(?![\\w_])",
    "(?<![\\w~])~(?<s>[^\\s~](?:[^~\\n]*[^\\s~])?)~(?![\\w~])",
  ].join("|"),
  "g",
);
const FORMATS = { b: "strong", i: "em", s: "s" };

/** The elements of these blocks. `on.click(element, block)` is called for buttons; without it they do nothing. */
export function drawnBlocks(blocks, on = {}) {
  return blocks.map((block) => {
    const drawn = (DRAW[block.type] ?? unknown)(block, on);
    drawn.classList.add("block", `block-${block.type}`);
    return drawn;
  });
}

function drawnTable(block) {
  const [header, ...rows] = block.rows;
  const cell = (tag) => (each) =>
    el(tag, {}, each.type === "raw_text" ? [plain(each.text)] : each.elements.map(drawnRich));
  const line = (tag) => (row) => el("tr", {}, row.map(cell(tag)));
  return el("table", {}, [el("thead", {}, [line("th")(header)]), el("tbody", {}, rows.map(line("td")))]);
}

/** Bars from left to right, a line for each category: Slack's stand from the bottom up. Pies are not drawn. */
function drawnChart(block) {
  const { series, axis_config: axes } = block.chart;
  if (!series) return unknown(block);
  const top = Math.max(...series.flatMap(({ data }) => data.map(({ value }) => value)), 0.01);
  const bar = ({ label, value }, name) => el("meter", { max: top, value, title: `${name}, ${label}: ${value}` });
  const cells = (n) => series.map(({ name, data }) => el("td", {}, bar(data[n], name), String(data[n].value)));
  const lines = axes.categories.map((label, n) => el("tr", {}, el("th", { scope: "row" }, label), cells(n)));
  const head = el("tr", {}, el("td"), series.map(({ name }) => el("th", { scope: "col" }, name)));
  const told = [block.title, axes.y_label].filter(Boolean).join(" · ");
  return el("table", {}, el("caption", {}, told), el("thead", {}, head), el("tbody", {}, lines));
}

/** A text object, or a message's own text, as nodes and strings. */
export function drawnText(text) {
  return text.type === "mrkdwn" ? mrkdwn(text.text) : [plain(text.text)];
}

/** Mrkdwn as nodes and strings. */
export function mrkdwn(text) {
  const made = [];
  let end = 0;
  for (const found of text.matchAll(MRKDWN)) {
    made.push(plain(text.slice(end, found.index)), marked(found));
    end = found.index + found[0].length;
  }
  return [...made, plain(text.slice(end))];
}

function marked({ 0: whole, groups }) {
  if (groups.target !== undefined) return token(whole, groups);
  if (groups.pre !== undefined) return el("pre", {}, plain(groups.pre));
  if (groups.code !== undefined) return el("code", {}, plain(groups.code));
  const [name, inside] = Object.entries(groups).find(([key, value]) => FORMATS[key] && value !== undefined);
  return el(FORMATS[name], {}, mrkdwn(inside));
}

function token(whole, { sign, target, label }) {
  if (sign === "@") return el("span", { class: "mention" }, `@${nameOf(target)}`);
  if (sign === "#") return el("span", { class: "mention" }, label ? `#${plain(label)}` : channelName(target));
  if (sign === "!") return el("span", { class: "mention live" }, `@${plain(label || target)}`);
  return link(plain(target), plain(label || target)) ?? plain(whole);
}

function link(address, label) {
  if (!URL.canParse(address) || !/^(https?|mailto):/i.test(address)) return null;
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label);
}

function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function drawnSection(block, on) {
  const fields = (block.fields ?? []).map((field) => el("div", { class: "field" }, drawnText(field)));
  return el(
    "div",
    {},
    block.text ? el("div", { class: "text" }, drawnText(block.text)) : null,
    fields.length ? el("div", { class: "fields" }, fields) : null,
    block.accessory ? drawnElement(block.accessory, block, on) : null,
  );
}

function drawnElement(element, block, on = {}) {
  if (element.type === "plain_text" || element.type === "mrkdwn") return el("span", {}, drawnText(element));
  if (element.type === "image") return picture(element);
  if (element.type === "static_select") return drawnMenu(element, block, on);
  if (element.type !== "button") return unknown(element);
  const open = element.url ? link(element.url, plain(element.text.text)) : null;
  const label = element.accessibility_label ?? null;
  const onclick = () => on.click?.(element, block);
  if (open) return el("span", { class: "link-button", onclick }, open);
  return button(plain(element.text.text), onclick, { class: element.style, "aria-label": label });
}

/** A menu: its choice is a click with the value of the option. */
function drawnMenu(element, block, on) {
  const first = el("option", { value: "" }, plain(element.placeholder?.text ?? "…"));
  const options = element.options.map((option) => el("option", { value: option.value }, drawnText(option.text)));
  const onchange = ({ target }) => target.value && on.click?.({ ...element, value: target.value }, block);
  return el("select", { onchange, "aria-label": first.textContent }, first, options);
}

function drawnInput(block) {
  const { element } = block;
  if (element.type !== "plain_text_input") return unknown(block);
  const id = `input-${block.block_id}`;
  const given = { id, name: block.block_id, maxlength: element.max_length, required: !block.optional };
  const entry = el(element.multiline ? "textarea" : "input", given);
  entry.value = element.initial_value ?? "";
  return el("div", {}, el("label", { for: id }, drawnText(block.label)), entry);
}

/** A part of rich text; its spans say what they are, and nothing in them is mark-up. */
function drawnRich(part) {
  const inside = part.elements.map(drawnSpan);
  if (part.type === "rich_text_preformatted") return el("pre", {}, inside);
  return part.type === "rich_text_section" ? el("div", {}, inside) : unknown(part);
}

function drawnSpan(span) {
  if (span.type !== "text" && span.type !== "link") return unknown(span);
  const words = span.type === "link" ? (link(span.url, span.text ?? span.url) ?? span.text) : span.text;
  const styles = Object.entries(STYLES).filter(([name]) => span.style?.[name]);
  return styles.reduce((inside, [, tag]) => el(tag, {}, inside), words);
}

// Nothing is fetched from anywhere: a picture is told by its words.
function picture(image) {
  return el("span", { class: "picture" }, `🖼 ${plain(image.alt_text)}`);
}

function unknown(thing) {
  const told = `This page cannot draw ${thing.type}.`;
  return el("div", { class: "unknown" }, told, el("pre", {}, JSON.stringify(thing, null, 2)));
}
