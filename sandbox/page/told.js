/* The sandbox tells in English what happened in a chat; here it is put into the page's language. */

import { say } from "./words.js";

const SERVICE = [
  [/^(.+) joined the group$/s, "service_joined"],
  [/^(.+) added (.+)$/s, "service_added"],
  [/^(.+) left the group$/s, "service_left"],
  [/^(.+) removed (.+)$/s, "service_removed"],
  [/^(.+) renamed the group to (.+)$/s, "service_renamed"],
  [/^(.+) pinned a message$/s, "service_pinned"],
  [/^the group became a supergroup$/, "service_upgraded"],
];

/** A service line, such as who joined; one that the page does not know stays as it is. */
export function serviceLine(text) {
  for (const [pattern, word] of SERVICE) {
    const match = text.match(pattern);
    if (match) return say(word, { who: match[1], what: match[2] });
  }
  return text;
}

/** A quoted or pinned message in one line: `[photo] …` and `[file a.pdf] …` in words. */
export function oneLine(text) {
  return text
    .replace(/^\[photo\] ?/, () => `${say("photo")} `)
    .replace(/^\[file (.+?)\] ?/, (_, name) => `${name} `)
    .replace(/\s+/g, " ")
    .trim();
}
