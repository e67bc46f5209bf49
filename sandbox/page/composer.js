/* The lower edge of a chat: what is being answered, what is attached, the input, the button keyboard. */

import { button, el, fill, icon } from "./dom.js";
import { inOneLine } from "./message.js";
import { safeUrl } from "./safe.js";
import { sampleSlip } from "./slip.js";
import { Typeahead } from "./typeahead.js";
import { say } from "./words.js";

const TALLEST_INPUT_PX = 140;
const ALBUM_MOST = 10;

export class Composer {
  /**
   * `act`: `send(text, replyTo)`, `upload(files, caption, replyTo)`, `key(key)`, `start()`, `link(url)`, `look(words)`,
   * `choose(words, id)`, `join(payload)`; `send`, `upload` and `choose` answer with a promise of true when it arrived, so
   * that nothing typed is lost when it did not.
   * `facts()` gives `{bot, now}`.
   */
  constructor(act, facts) {
    this.act = act;
    this.facts = facts;
    this.replyTo = null;
    this.files = [];
    this.#build();
    this.relabel();
  }

  #build() {
    this.input = el("textarea", { rows: "1", enterkeyhint: "send", dir: "auto" });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#keydown(event));
    this.input.addEventListener("paste", (event) => this.#take(event.clipboardData, event));
    this.picker = el("input", { type: "file", multiple: true, hidden: true, tabindex: "-1" });
    this.picker.addEventListener("change", () => this.#picked());
    this.clip = button(null, { class: "round", "aria-haspopup": "menu", on: { click: () => this.#toggle(this.clips) } }, icon("clip"));
    this.slash = button("/", { class: "round slash", "aria-haspopup": "menu", on: { click: () => this.#toggle(this.commands) } });
    this.keysToggle = button(null, { class: "round", hidden: true, on: { click: () => this.#toggleKeys() } }, icon("keys"));
    this.sendButton = el("button", { type: "submit", class: "round send" }, icon("send"));
    this.clips = el("div", { class: "menu clips", role: "menu", hidden: true });
    this.commands = el("div", { class: "menu commands", role: "menu", hidden: true });
    this.typeahead = new Typeahead(this.input, {
      look: (words) => this.act.look(words),
      choose: (words, id) => this.#choose(words, id),
      join: (payload) => this.act.join(payload),
      complete: (text) => this.suggest(text),
    }, () => this.facts().bot.username);
    this.bar = el("div", { class: "bar", hidden: true });
    this.keys = el("div", { class: "reply-keys", role: "group", hidden: true });
    this.form = el("form", { class: "line" }, this.clip, this.slash, this.input, this.keysToggle, this.sendButton, this.picker);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#buildStart();
    this.node = el("div", { class: "composer" }, this.clips, this.commands, this.typeahead.node, this.bar, this.form, this.startBox, this.keys);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.#escape());
    document.addEventListener("pointerdown", (event) => this.node.contains(event.target) || this.#closeMenus());
  }

  /** What somebody sees who has not pressed Start: the button, and a place for the link that a colleague sent them. */
  #buildStart() {
    this.startButton = button(null, { on: { click: () => this.act.start() } });
    this.inviteInput = el("input", { type: "url", enterkeyhint: "go" });
    const invite = el("form", {}, this.inviteInput);
    invite.addEventListener("submit", (event) => {
      event.preventDefault();
      const url = safeUrl(this.inviteInput.value.trim());
      this.inviteInput.value = "";
      if (url) this.act.link(url.href);
    });
    this.startBox = el("div", { class: "start", hidden: true }, this.startButton, invite);
  }

  /** Write every word again, in the page's language. */
  relabel() {
    this.#name(this.clip, say("attach"));
    this.#name(this.slash, say("commands"));
    this.#name(this.keysToggle, say("keys"));
    this.#name(this.sendButton, say("send"));
    this.startButton.textContent = say("start");
    this.inviteInput.placeholder = say("invite");
    this.inviteInput.setAttribute("aria-label", say("invite"));
    this.#placeholder();
    const choices = [["attach_photo", () => this.#pick("photo")], ["attach_file", () => this.#pick("document")], ["attach_slip", () => this.#slip()]];
    fill(this.clips, choices.map(([word, choose]) => button(say(word), { role: "menuitem", on: { click: choose } })));
    this.#bar();
  }

  #name(node, words) {
    node.title = words;
    node.setAttribute("aria-label", words);
  }

  /** Fit the chat: its keyboard, its commands, whether this person has pressed Start. */
  show(chat, started) {
    this.chat = chat;
    const commands = this.facts().bot.commands ?? [];
    this.slash.hidden = !commands.length;
    fill(this.commands, commands.map(({ command, description }) =>
      button(null, { role: "menuitem", on: { click: () => this.#command(command) } },
        el("b", { text: `/${command}` }), el("span", { text: description }))));
    this.form.hidden = !started;
    this.startBox.hidden = started;
    this.#showKeys(chat.reply_keyboard, chat.reply_keyboard_message_id);
    this.#placeholder();
    this.#grow();
  }

  /** Does `chat` need to be shown anew: another button keyboard, or a first message after Start? */
  unlike(chat) {
    return (chat.reply_keyboard ? chat.reply_keyboard_message_id : null) !== (this.keysOf ?? null) || !this.startBox.hidden;
  }

  /** Begin to answer `message`; `placeholder` is what the bot wants to see typed. */
  reply(message, placeholder = null, focus = true) {
    this.replyTo = message;
    this.wanted = placeholder;
    this.#bar();
    this.#placeholder();
    if (focus && !this.form.hidden) this.input.focus({ preventScroll: true });
  }

  cancelReply() {
    this.replyTo = null;
    this.wanted = null;
    this.#bar();
    this.#placeholder();
  }

  /** Put `text` into the line for the person to finish. */
  suggest(text) {
    this.input.value = text;
    this.input.focus();
    this.#typed();
  }

  /** What is unfinished here, to be kept while another chat is shown. */
  takeDraft() {
    const draft = { text: this.input.value, replyTo: this.replyTo, wanted: this.wanted, files: this.files };
    this.putDraft({});
    return draft;
  }

  putDraft({ text = "", replyTo = null, wanted = null, files = [] }) {
    this.input.value = text;
    this.typeahead.close();
    this.replyTo = replyTo;
    this.wanted = wanted;
    this.files = files;
    this.#bar();
    this.#placeholder();
    this.#grow();
  }

  /** Let dropped or pasted files be the attachment: pictures among themselves, else all of them as files. */
  #take(data, event) {
    const files = [...(data?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.attach(files, files.every((file) => file.type.startsWith("image/")) ? "photo" : "document");
  }

  drop(event) {
    this.#take(event.dataTransfer, event);
  }

  /** Several go together as one album, which is at most ten. */
  attach(files, kind) {
    this.files = files.slice(0, ALBUM_MOST).map((file) => ({ file, kind }));
    this.#closeMenus();
    this.#bar();
    this.input.focus({ preventScroll: true });
  }

  #pick(kind) {
    this.picking = kind;
    this.picker.accept = kind === "photo" ? "image/*" : "";
    this.picker.click();
    this.#closeMenus();
  }

  #picked() {
    const files = [...this.picker.files];
    this.picker.value = "";
    if (files.length) this.attach(files, this.picking);
  }

  #slip() {
    const { now } = this.facts();
    this.attach([sampleSlip({ amount: this.input.value, now })], "photo");
  }

  async #send() {
    const text = this.input.value.trim();
    if (!text && !this.files.length) return;
    const draft = this.takeDraft();
    const replyTo = draft.replyTo?.message_id ?? null;
    const arrived = draft.files.length
      ? await this.act.upload(draft.files, text || null, replyTo)
      : await this.act.send(text, replyTo);
    // Something typed in the meantime is newer and wins over what failed.
    if (!arrived && !this.input.value && !this.files.length) this.putDraft(draft);
  }

  /** Send what the person picked from the bot's list in place of the words. */
  async #choose(words, id) {
    const draft = this.takeDraft();
    const arrived = await this.act.choose(words, id);
    if (!arrived && !this.input.value && !this.files.length) this.putDraft(draft);
  }

  async #command(command) {
    this.#closeMenus();
    const suffix = this.chat.type === "private" ? "" : `@${this.facts().bot.username}`;
    await this.act.send(`/${command}${suffix}`, null);
  }

  #typed() {
    this.#grow();
    this.typeahead.typed();
  }

  #keydown(event) {
    if (this.typeahead.takes(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  /** What is open goes first; only then the answer that was begun. */
  #escape() {
    if (this.typeahead.open) return this.typeahead.close();
    this.#closeMenus();
    if (this.replyTo) this.cancelReply();
  }

  #grow() {
    this.input.style.height = "auto";
    // A pane that is not on the screen measures 0; it is measured again when something is typed into it.
    const tall = Math.min(this.input.scrollHeight, TALLEST_INPUT_PX);
    if (tall && this.input.value) this.input.style.height = `${tall}px`;
  }

  #placeholder() {
    this.input.placeholder = this.wanted || (!this.keys.hidden && this.chat?.placeholder) || say("write");
    this.input.setAttribute("aria-label", this.input.placeholder);
  }

  #bar() {
    const parts = [];
    if (this.replyTo) parts.push(this.#barLine("reply", say("reply_to", { name: this.replyTo.from?.name ?? "" }), inOneLine(this.replyTo), say("cancel_reply"), () => this.cancelReply()));
    if (this.files.length) parts.push(this.#barLine("file", say("attached", { name: this.files[0].file.name }), this.#more(), say("remove"), () => this.putDraft({ ...this.takeDraft(), files: [] })));
    fill(this.bar, parts);
    this.bar.hidden = !parts.length;
  }

  #more() {
    return this.files.length > 1 ? say("attached_more", { count: this.files.length }) : "";
  }

  #barLine(sign, title, text, undo, act) {
    return el("div", { class: "bar-line" }, icon(sign), el("span", {}, el("b", { text: title }), text && el("span", { text, dir: "auto" })),
      button(null, { class: "round small", title: undo, "aria-label": undo, on: { click: act } }, icon("close")));
  }

  #showKeys(rows, messageId) {
    this.keysToggle.hidden = !rows?.length;
    if (!rows?.length) {
      this.keys.hidden = true;
      this.keysOf = null;
      fill(this.keys);
      return;
    }
    if (this.keysOf !== messageId) this.keys.hidden = false;
    this.keysOf = messageId;
    this.keysToggle.setAttribute("aria-expanded", String(!this.keys.hidden));
    fill(this.keys, rows.map((row) => el("div", { class: "row" }, row.map((key) =>
      button(key.label, { class: `key ${key.style ?? ""}`, on: { click: () => this.act.key(key) } })))));
  }

  #toggleKeys() {
    this.keys.hidden = !this.keys.hidden;
    this.keysToggle.setAttribute("aria-expanded", String(!this.keys.hidden));
    this.#placeholder();
  }

  #toggle(menu) {
    const show = menu.hidden;
    this.#closeMenus();
    menu.hidden = !show;
    if (show) menu.querySelector("button")?.focus();
  }

  #closeMenus() {
    this.clips.hidden = true;
    this.commands.hidden = true;
    this.typeahead.close();
  }
}
