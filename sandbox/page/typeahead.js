/* Inline mode: whoever types `@bot words` sees above the line what the bot finds, and sends one of it. */

import { el, fill } from "./dom.js";
import { say } from "./words.js";

// Long enough not to ask for every stroke, short enough to seem at once.
const PAUSE_MS = 160;

let lists = 0;

export class Typeahead {
  /**
   * `input` is the line; `act`: `look(words)` answers with a promise of `{results, button}` or of null, `choose(words, id)`
   * sends a result, `join(payload)` follows the bot's button, `complete(text)` puts text into the line.
   * `username()` names the bot.
   */
  constructor(input, act, username) {
    Object.assign(this, { input, act, username });
    this.asked = 0;
    this.options = [];
    this.id = `typeahead-${++lists}`;
    this.node = el("div", { class: "menu typeahead", id: this.id, hidden: true });
    // A press on the list must not take the phone's keyboard away before the click arrives.
    this.node.addEventListener("pointerdown", (event) => event.preventDefault());
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.id);
  }

  get open() {
    return !this.node.hidden;
  }

  /** Look at the line again, after every stroke. */
  typed() {
    const name = this.username();
    const text = this.input.value;
    const query = name && text.match(new RegExp(`^@${name}\\s+(.*)$`, "is"));
    const asked = ++this.asked;
    clearTimeout(this.timer);
    this.waiting = false;
    if (query) {
      this.waiting = true;
      this.timer = setTimeout(() => this.#look(query[1].trim(), asked), PAUSE_MS);
    } else if (name && text.length > 1 && `@${name}`.toLowerCase().startsWith(text.toLowerCase())) {
      this.#show([{ title: `@${name}`, description: say("inline_hint"), choose: () => this.act.complete(`@${name} `) }]);
    } else this.close();
  }

  async #look(words, asked) {
    const found = await this.act.look(words);
    if (asked !== this.asked) return;
    this.waiting = false;
    if (!found) return this.close();
    const { results, button } = found;
    const rows = results.map((result) => ({ ...result, choose: () => this.act.choose(words, result.id) }));
    if (button) rows.unshift({ title: button.text, choose: () => this.act.join(button.start_parameter ?? "") });
    this.#show(rows);
  }

  #show(rows) {
    this.options = rows.map((row, n) => this.#option(row, n));
    this.node.setAttribute("aria-label", say("inline_list"));
    this.node.setAttribute("role", rows.length ? "listbox" : "status");
    fill(this.node, rows.length ? this.options : el("span", { class: "nothing", text: say("inline_none") }));
    this.node.hidden = false;
    this.node.scrollTop = 0;
    this.#mark(rows.length ? 0 : null);
  }

  #option({ title, description, choose }, n) {
    const act = () => {
      this.close();
      choose();
    };
    return el("div", { role: "option", id: `${this.id}-${n}`, class: "option", on: { click: act } },
      el("b", { text: title ?? "", dir: "auto" }), description && el("span", { text: description, dir: "auto" }));
  }

  #mark(n) {
    this.at = n;
    this.options.forEach((option, other) => option.setAttribute("aria-selected", String(other === n)));
    if (n === null) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", this.options[n].id);
    this.options[n].scrollIntoView({ block: "nearest" });
  }

  /** Take a key of the line; true when it was meant for the list. */
  takes(event) {
    if (event.isComposing) return false;
    const enter = event.key === "Enter" && !event.shiftKey;
    // Sent a moment before the list arrives, the words would be a message that nobody meant.
    if (this.waiting && enter) return true;
    if (!this.open || !this.options.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#mark((this.at + step + this.options.length) % this.options.length);
    else if (enter || event.key === "Tab") this.options[this.at].click();
    else return false;
    return true;
  }

  /** Put the list away; what is on its way to it comes too late. */
  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.waiting = false;
    this.node.hidden = true;
    this.options = [];
    this.#mark(null);
  }
}
