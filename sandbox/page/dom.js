/* Building the page's elements. Nothing here or elsewhere uses innerHTML: text goes in as text. */

/**
 * Make one element.
 * `attrs`: `class`, `text`, `on` (event → listener), `data` (dataset); true/false set or leave out a boolean
 * attribute; null and undefined are left out; anything else becomes an attribute of that name.
 */
export function el(tag, attrs = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "text") node.textContent = value;
    else if (name === "on") for (const [type, fn] of Object.entries(value)) node.addEventListener(type, fn);
    else if (name === "data") Object.assign(node.dataset, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A real button; `label` is its text, `attrs.title` its explanation. */
export function button(label, attrs = {}, ...children) {
  return el("button", { type: "button", text: label, ...attrs }, ...children);
}

/** Put `children` in place of what `parent` holds. */
export function fill(parent, ...children) {
  parent.replaceChildren(...children.flat().filter(Boolean));
}

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  send: "M3 20.5 21.5 12 3 3.5v6.6L15 12 3 13.9z",
  clip: "M16.5 6.5v10a4.5 4.5 0 0 1-9 0V5.5a3 3 0 0 1 6 0V16a1.5 1.5 0 0 1-3 0V6.5H9V16a3 3 0 0 0 6 0V5.5a4.5 4.5 0 0 0-9 0v11a6 6 0 0 0 12 0v-10z",
  keys: "M4 5h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zm1 3v2h2V8zm4 0v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM5 12v2h2v-2zm4 0v2h2v-2zm4 0v2h2v-2zm4 0v2h2v-2zM8 15.5h8V17H8z",
  close: "m6.4 5 5.6 5.6L17.6 5 19 6.4 13.4 12 19 17.6 17.6 19 12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z",
  down: "M12 16.5 4.5 9 6 7.5l6 6 6-6L19.5 9z",
  reply: "M10 8V4L3 11l7 7v-4.1c5 0 8.5 1.6 11 5.1-1-5-4-10-11-11z",
  pin: "M15 3 21 9l-1.5 1.5-.8-.2-3.6 3.6.2 3.2L14 18.4l-3.7-3.7L5 20l-1-1 5.3-5.3L5.6 10 6.9 8.7l3.2.2 3.6-3.6-.2-.8z",
  file: "M6 2h8l5 5v13a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm7 1.5V8h4.5z",
  silent: "M12 22a2.4 2.4 0 0 0 2.3-1.8H9.7A2.4 2.4 0 0 0 12 22zM3.3 2 2 3.3l4.3 4.3A6 6 0 0 0 6 10v5l-2 2v1h12.7l4 4 1.3-1.3zM18 14.3V10a6 6 0 0 0-4.5-5.8V3.5a1.5 1.5 0 0 0-3 0v.7l-1.3.5z",
  wide: "M4 4h7v2H7.4l4.3 4.3-1.4 1.4L6 7.4V11H4zm16 16h-7v-2h3.6l-4.3-4.3 1.4-1.4 4.3 4.3V13h2z",
};

/** One of the page's few drawn signs, in the colour of the text around it. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A person's or group's round sign: its first character on a colour that belongs to its id. */
export function avatar(name, id) {
  const tone = Math.abs(Number(id) || 0) % 7;
  return el("span", { class: `avatar tone-${tone}`, text: (name || "?").trim().slice(0, 1), "aria-hidden": "true" });
}

/** What the page remembers for this browser; a browser that forbids it simply forgets. */
export const memory = {
  get(key, fallback) {
    try {
      const kept = localStorage.getItem(`sandbox.${key}`);
      return kept === null ? fallback : JSON.parse(kept);
    } catch {
      return fallback;
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(`sandbox.${key}`, JSON.stringify(value));
    } catch {
      /* private windows and full disks: the choice holds until the page is closed */
    }
  },
};
