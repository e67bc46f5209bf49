/* What a person does on a pane: write, send files, press buttons, copy. */

import { SimError, sim } from "./api.js";
import { askChoice, showPicture } from "./dialogs.js";
import { button, el } from "./dom.js";
import { followLink } from "./links.js";
import { say } from "./words.js";

const SIMULATED = new Set(["callback", "url", "copy", "inline_here"]);

export class Hands {
  constructor(pane) {
    this.pane = pane;
  }

  /** What can be done to a message. */
  onMessages() {
    return {
      tap: (message, key, node) => this.tap(message, key, node),
      reply: (message) => this.pane.composer.reply(message),
      menu: (message, node) => this.menu(message, node),
      show: showPicture,
      link: (url) => followLink(this.pane, url),
      command: (text) => this.send(text, null),
    };
  }

  /** What can be done below the messages. */
  onComposer() {
    return {
      send: (text, replyTo) => this.send(text, replyTo),
      upload: (files, caption, replyTo) => this.upload(files, caption, replyTo),
      key: (key) => this.replyKey(key),
      start: () => this.pane.call(() => sim.start({ from: this.pane.person })),
      link: (url) => followLink(this.pane, url),
      look: (words) => this.look(words),
      choose: (words, id) => this.pane.call(() => this.#inline(words, { choose: id })),
      join: (payload) => this.join(payload),
    };
  }

  #inline(words, more = {}) {
    return sim.inline({ chat: this.pane.chat, from: this.pane.person, query: words, ...more });
  }

  /** What the bot finds for words that are being typed; null when it does not answer, which is nothing to complain of. */
  async look(words) {
    try {
      return await this.#inline(words);
    } catch (error) {
      if (!(error instanceof SimError)) throw error;
      return null;
    }
  }

  /** The button over a list of results leads to the private chat. */
  join(payload) {
    const start = payload ? `?start=${encodeURIComponent(payload)}` : "";
    return followLink(this.pane, `https://t.me/${this.pane.page.store.bot.username}${start}`);
  }

  send(text, replyTo) {
    return this.pane.call(() => sim.send({ chat: this.pane.chat, from: this.pane.person, text, ...(replyTo && { reply_to: replyTo }) }));
  }

  /** One file, or several as an album, whose caption stands at the first. */
  upload(files, caption, replyTo) {
    const album = files.length > 1 ? `page-${Date.now()}` : null;
    return this.pane.call(async () => {
      for (const [n, { file, kind }] of files.entries()) {
        const fields = { chat: this.pane.chat, from: this.pane.person, kind, name: file.name, reply_to: replyTo };
        await sim.upload(file, { ...fields, caption: n ? null : caption, media_group_id: album });
      }
    });
  }

  /** Press a button of message `messageId` as this person; the sandbox answers with what came of it. */
  #press(messageId, label, more = {}) {
    return sim.tap({ chat: this.pane.chat, from: this.pane.person, label, message_id: messageId, ...more });
  }

  async replyKey(key) {
    const { store } = this.pane.page;
    const choices = { users: store.people(), chat: store.groupsOf(this.pane.person) }[key.kind];
    const pick = choices && (await askChoice(key.label, choices.map(({ id, name, title }) => ({ id, label: title ?? name }))));
    if (choices && pick === null) return;
    const chat = store.chats.get(this.pane.chat);
    await this.pane.call(() => this.#press(chat.reply_keyboard_message_id, key.label, pick ? { pick: [pick] } : {}));
  }

  async tap(message, key, node) {
    if (key.kind === "copy") await this.copy(key.copy);
    if (key.kind === "inline_here") this.pane.composer.suggest(`@${this.pane.page.store.bot.username} ${key.query ?? ""}`);
    if (!SIMULATED.has(key.kind)) return this.pane.toast(say("unsupported"));
    node.classList.add("busy");
    await this.pane.call(async () => {
      const tapped = await this.#press(message.message_id, key.label);
      if (key.kind === "url") await followLink(this.pane, key.url, Boolean(tapped.message));
      else if (key.kind === "callback" && !tapped.answer) this.pane.toast(say("no_answer"));
      else if (tapped.answer?.url) await followLink(this.pane, tapped.answer.url);
    });
    node.classList.remove("busy");
  }

  async copy(text) {
    const copied = await copyText(text);
    this.pane.toast(copied ? say("copied") : say("copy_failed"));
  }

  menu(message, node) {
    this.pane.node.querySelector(".menu.message-menu")?.remove();
    const act = (label, done) => button(label, { role: "menuitem", on: { click: () => (menu.remove(), done()) } });
    const text = message.text || message.caption;
    const menu = el("div", { class: "menu message-menu", role: "menu" },
      act(say("reply"), () => this.pane.composer.reply(message)),
      text && act(say("copy_text"), () => this.copy(text)));
    node.querySelector(".stack").append(menu);
    menu.scrollIntoView({ block: "nearest" });
    document.addEventListener("pointerdown", (event) => menu.contains(event.target) || menu.remove(), { once: true });
  }
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers keep the clipboard from pages that are not on a secure address, such as one opened from another machine.
    const area = el("textarea", { class: "off-screen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
