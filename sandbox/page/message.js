/* One message as a bubble, with its buttons. */

import { avatar, button, el, icon } from "./dom.js";
import { hourMinute } from "./clock.js";
import { safeHtml, safeText } from "./safe.js";
import { oneLine, serviceLine } from "./told.js";
import { say } from "./words.js";

const LONG_PRESS_MS = 450;
const STYLES = new Set(["primary", "success", "danger"]);

/** The moment a message was sent. */
export function sentAt(message) {
  return new Date(message.date * 1000);
}

/** A message in one line, for pins and quotes. */
export function inOneLine(message) {
  const text = (message.text || message.caption || "").replace(/\s+/g, " ").trim();
  if (text) return text;
  if (message.photo) return say("photo");
  if (message.document) return message.document.name;
  return message.service ? serviceLine(message.service) : "…";
}

/**
 * The element of `message` on the phone of person `reader`.
 * `act` takes what a person does: `tap(message, key, node)`, `reply(message)`, `copy(text)`, `show(url, alt)`,
 * `jump(messageId)`, `link(url)`, `command(text)`.
 */
export function messageNode(message, { reader, isGroup, joined, act }) {
  if (message.service) {
    return el("li", { class: "service", data: { id: message.message_id } }, el("span", { text: serviceLine(message.service), dir: "auto" }));
  }
  const own = !message.from.is_bot && message.from.id === reader && !message.anonymous;
  const node = el("li", {
    class: `message ${own ? "own" : "other"}${joined ? " joined" : ""}`,
    data: { id: message.message_id },
  });
  if (isGroup && !own) node.append(joined ? el("span", { class: "avatar" }) : avatar(message.from.name, message.from.id));
  const stack = el("div", { class: "stack" }, bubble(message, own, isGroup && !joined, act));
  const keys = keyboard(message, act);
  if (keys) stack.append(keys);
  if (message.reactions?.length) stack.append(el("div", { class: "reactions", text: message.reactions.join(" ") }));
  node.append(stack);
  onLongPress(stack.firstChild, () => act.menu(message, node));
  return node;
}

function bubble(message, own, named, act) {
  const node = el("div", { class: `bubble${message.photo ? " with-photo" : ""}` });
  if (named && !own) node.append(el("div", { class: `name tone-${Math.abs(message.from.id) % 7}`, text: message.from.name }));
  if (message.forwarded_from) node.append(el("div", { class: "origin", text: say("forwarded", { name: message.forwarded_from }) }));
  if (message.via_bot) node.append(el("div", { class: "origin", text: say("via", { name: message.via_bot }) }));
  if (message.reply_to) node.append(quote(message.reply_to, act));
  if (message.photo) node.append(photo(message, act));
  if (message.document) node.append(documentChip(message.document));
  const text = message.text || message.caption;
  if (text || message.html) {
    const words = message.html ? safeHtml(message.html, act) : safeText(text, act);
    node.append(el("div", { class: "text", dir: "auto" }, words, meta(message)));
  } else {
    node.append(meta(message));
  }
  node.append(replyButton(message, act));
  return node;
}

function quote(replied, act) {
  return button(null, {
    class: "quote",
    on: { click: () => act.jump(replied.message_id) },
  }, el("b", { text: replied.from ?? "" }), el("span", { text: oneLine(replied.text || "…"), dir: "auto" }));
}

function photo(message, act) {
  const alt = say("photo_alt", { name: message.from.name });
  return button(null, { class: "photo", title: say("photo"), on: { click: () => act.show(message.photo, alt) } },
    el("img", { src: message.photo, alt, loading: "lazy" }));
}

function documentChip(file) {
  return el("a", { class: "document", href: file.url, download: file.name },
    icon("file"), el("span", {}, el("b", { text: file.name, dir: "auto" }), el("small", { text: bytes(file.size) })));
}

function bytes(size) {
  if (!size) return "";
  return size < 1024 ? `${size} B` : size < 1024 ** 2 ? `${Math.round(size / 1024)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`;
}

function meta(message) {
  return el("span", { class: "meta" },
    message.edited && el("span", { text: say("edited") }),
    message.silent && el("span", { title: say("silent") }, icon("silent")),
    el("time", { datetime: sentAt(message).toISOString(), text: hourMinute(sentAt(message)) }));
}

function replyButton(message, act) {
  return button(null, { class: "reply", title: say("reply"), "aria-label": say("reply"), on: { click: () => act.reply(message) } },
    icon("reply"));
}

function keyboard(message, act) {
  if (!message.keyboard?.length) return null;
  return el("div", { class: "inline-keys", role: "group" }, message.keyboard.map((row) =>
    el("div", { class: "row" }, row.map((key) => inlineKey(message, key, act)))));
}

function inlineKey(message, key, act) {
  const style = STYLES.has(key.style) ? ` ${key.style}` : "";
  const sign = { url: " ↗", copy: " ⧉" }[key.kind] ?? "";
  const node = button(null, {
    class: `key${style}`,
    data: { label: key.label },
    on: { click: () => act.tap(message, key, node) },
  }, el("span", { text: key.label }), sign && el("i", { text: sign, "aria-hidden": "true" }));
  return node;
}

/** Holding a finger still on `node`: what a phone does instead of hovering. */
function onLongPress(node, act) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("button, a")) return;
    timer = setTimeout(act, LONG_PRESS_MS);
  });
  for (const type of ["pointerup", "pointercancel", "pointermove", "pointerleave"]) node.addEventListener(type, stop);
  node.addEventListener("contextmenu", (event) => {
    if (event.pointerType === "touch") event.preventDefault();
  });
}
