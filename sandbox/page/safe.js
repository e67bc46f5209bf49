/* From the server's HTML to elements. The server escapes already; the page does not rely on it. */

import { el } from "./dom.js";

const PLAIN = new Map([
  ["B", "b"], ["STRONG", "b"], ["I", "i"], ["EM", "i"], ["U", "u"], ["INS", "u"],
  ["S", "s"], ["STRIKE", "s"], ["DEL", "s"], ["CODE", "code"], ["PRE", "pre"],
  ["BLOCKQUOTE", "blockquote"], ["BR", "br"],
]);
// Their text is program or markup, never a person's words, so the content goes as well as the tag.
const DROPPED = new Set(["SCRIPT", "STYLE", "IFRAME", "OBJECT", "EMBED", "TEMPLATE", "NOSCRIPT", "SVG", "MATH", "TEXTAREA", "SELECT"]);
const SCHEMES = new Set(["http:", "https:", "tg:", "mailto:", "tel:"]);
// What a chat client makes tappable in plain text: addresses, and commands standing alone.
const TAPPABLE = /https?:\/\/[^\s<>"'，。；、）】]+|\bt\.me\/[^\s<>"'，。；、）】]+|(?<![^\s（(「“])\/[a-z][a-z0-9_]{0,31}(?:@\w+)?(?![\w/.-])/g;

/** The address if a person may follow it, or null. */
export function safeUrl(text) {
  try {
    const url = new URL(/^t\.me\//.test(text) ? `https://${text}` : text);
    return SCHEMES.has(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

/**
 * Elements for `html`, rebuilt from a short list of allowed tags; every other tag loses itself and keeps its text.
 * `act.link(url)` and `act.command(text)` are called when a person taps one.
 */
export function safeHtml(html, act) {
  const parsed = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  const out = document.createDocumentFragment();
  copyChildren(parsed.body, out, act, true);
  return out;
}

/** The same for plain text. */
export function safeText(text, act) {
  const out = document.createDocumentFragment();
  appendText(text, out, act);
  return out;
}

function copyChildren(from, to, act, linkify) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      if (linkify) appendText(node.data, to, act);
      else to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE) {
      copyElement(node, to, act, linkify);
    }
  }
}

function copyElement(node, to, act, linkify) {
  const tag = node.nodeName.toUpperCase();
  if (DROPPED.has(tag)) return;
  const made = allowed(node, tag, act);
  if (made) to.append(made);
  const quiet = ["A", "CODE", "PRE"].includes(tag);
  copyChildren(node, made ?? to, act, linkify && !quiet);
}

function allowed(node, tag, act) {
  if (PLAIN.has(tag)) return el(PLAIN.get(tag));
  if (tag === "A") return anchor(node.getAttribute("href"), act);
  if (tag === "TG-SPOILER" || (tag === "SPAN" && /\bspoiler\b|\btg-spoiler\b/.test(node.className))) return spoiler();
  return null;
}

function anchor(href, act) {
  const url = href && safeUrl(href);
  if (!url) return el("span", { class: "mention" });
  return el("a", {
    href: url.href,
    target: "_blank",
    rel: "noopener noreferrer",
    on: {
      click(event) {
        event.preventDefault();
        act.link(url.href);
      },
    },
  });
}

function spoiler() {
  const show = (event) => event.currentTarget.classList.add("shown");
  return el("span", { class: "spoiler", role: "button", tabindex: "0", on: { click: show, keydown: show } });
}

function appendText(text, to, act) {
  let done = 0;
  for (const match of text.matchAll(TAPPABLE)) {
    const made = match[0].startsWith("/") ? command(match[0], act) : anchor(match[0], act);
    if (made.nodeName === "A") made.textContent = match[0];
    to.append(text.slice(done, match.index), made);
    if (!made.textContent) made.textContent = match[0];
    done = match.index + match[0].length;
  }
  to.append(text.slice(done));
}

function command(text, act) {
  return el("button", { type: "button", class: "command", text, on: { click: () => act.command(text) } });
}
