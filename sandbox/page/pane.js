/* One phone, or one group seen through one of its members. */

import { SimError } from "./api.js";
import { Composer } from "./composer.js";
import { alertOn } from "./dialogs.js";
import { button, el, fill, icon } from "./dom.js";
import { Feed } from "./feed.js";
import { Hands } from "./hands.js";
import { Heading } from "./heading.js";
import { say, sayError } from "./words.js";

const TOAST_MS = 3500;
const TYPING_MS = 5000;

export class Pane {
  /** `spec`: `{id, kind: "phone"|"group", person, chat}`; the ids may name nobody yet. */
  constructor(page, spec) {
    Object.assign(this, { page, ...spec });
    this.unread = new Map();
    this.drafts = new Map();
    this.forced = new Map();
    this.#build();
  }

  #build() {
    const hands = new Hands(this);
    this.feed = new Feed(hands.onMessages(), () => this.#read());
    this.composer = new Composer(hands.onComposer(), () => ({ bot: this.page.store.bot, now: this.page.store.moment() }));
    this.heading = new Heading(this);
    this.tabs = el("nav", { class: "tabs" });
    this.error = el("div", { class: "error", role: "alert", hidden: true });
    this.toasts = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.node = el("section", { class: `pane ${this.kind}`, data: { pane: this.id } },
      this.heading.node, this.kind === "phone" && this.tabs, this.feed.node, this.error, this.composer.node, this.toasts);
    this.node.addEventListener("pointerdown", () => (this.page.lastPane = this), true);
    this.node.addEventListener("focusin", () => (this.page.lastPane = this));
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.composer.drop(event));
  }

  // --- what is shown -------------------------------------------------------------------------------------------

  /** Hold to somebody who is there, a chat they are in, and draw everything anew. */
  show() {
    const { store } = this.page;
    if (this.kind === "phone") {
      const chats = store.chatsOf(this.person);
      if (!chats.some((chat) => chat.id === this.chat)) this.chat = chats[0]?.id;
    } else {
      const members = store.membersOf(this.chat);
      if (!members.some((user) => user.id === this.person)) this.person = this.page.speakerOf(this.chat);
    }
    this.heading.show();
    this.#tabs();
    this.composer.relabel();
    this.#showChat();
  }

  get title() {
    const { store } = this.page;
    return this.kind === "phone" ? (store.person(this.person)?.name ?? "—") : (store.chats.get(this.chat)?.title ?? "—");
  }

  get count() {
    return [...this.unread.values()].reduce((sum, count) => sum + count, 0);
  }

  #showChat() {
    const chat = this.page.store.chats.get(this.chat);
    this.node.setAttribute("aria-label", this.title);
    this.node.classList.toggle("empty", !chat);
    if (!chat) return;
    this.feed.show(chat, this.person, this.page.store.chatTitle(chat));
    this.#showComposer();
    if (this.composer.replyTo && !chat.messages.has(this.composer.replyTo.message_id)) this.composer.cancelReply();
    this.#openForced();
  }

  #showComposer() {
    const chat = this.page.store.chats.get(this.chat);
    const user = this.page.store.person(this.person);
    this.composer.show(chat, chat.type !== "private" || user?.started !== false || chat.messages.size > 0);
  }

  #tabs() {
    if (this.kind !== "phone") return;
    const { store } = this.page;
    this.tabs.setAttribute("aria-label", say("chats"));
    fill(this.tabs, store.chatsOf(this.person).map((chat) => {
      const count = this.unread.get(chat.id);
      return button(null, {
        class: "tab",
        "aria-current": chat.id === this.chat ? "true" : null,
        on: { click: () => this.choose({ chat: chat.id }) },
      }, el("span", { text: store.chatTitle(chat) }), count ? badge(count) : null);
    }));
  }

  // --- choosing ------------------------------------------------------------------------------------------------

  /** Turn to another person or chat; what was being typed stays with the old one. */
  choose({ person = this.person, chat = this.chat }) {
    this.drafts.set(`${this.person}:${this.chat}`, this.composer.takeDraft());
    if (person !== this.person && this.kind === "phone") {
      this.unread.clear();
      if (chat === this.chat) chat = person;
    }
    Object.assign(this, { person, chat });
    this.error.hidden = true;
    this.show();
    const draft = this.drafts.get(`${this.person}:${this.chat}`);
    if (draft) this.composer.putDraft(draft);
    this.page.remember();
  }

  // --- what happens --------------------------------------------------------------------------------------------

  onMessage(message) {
    if (message.chat_id === this.chat) {
      this.feed.add(message);
      if (this.composer.unlike(this.page.store.chats.get(this.chat))) this.#showComposer();
    }
    const mine = message.from?.id === this.person && !message.from?.is_bot;
    if (mine) this.forced.delete(message.chat_id);
    else if (this.#shows(message.chat_id) && !this.#reading(message.chat_id)) this.#count(message.chat_id);
    if (message.force_reply && this.#addressed(message)) {
      this.forced.set(message.chat_id, message);
      if (message.chat_id === this.chat) this.#openForced();
    }
  }

  onEdit(message, changed) {
    if (message.chat_id === this.chat) this.feed.edit(message, changed);
  }

  onDelete({ chat_id, message_ids }) {
    if (message_ids.includes(this.forced.get(chat_id)?.message_id)) this.forced.delete(chat_id);
    if (chat_id !== this.chat) return;
    this.feed.remove(message_ids);
    if (message_ids.includes(this.composer.replyTo?.message_id)) this.composer.cancelReply();
  }

  onPin(chatId) {
    if (chatId === this.chat) this.feed.showPin();
  }

  /** People or chats changed: names, members, the reply keyboard. What is being read stays where it is. */
  onPeople() {
    const { store } = this.page;
    const gone = this.kind === "phone"
      ? !store.chatsOf(this.person).some((chat) => chat.id === this.chat)
      : !store.membersOf(this.chat).some((user) => user.id === this.person) || !store.groups().some((chat) => chat.id === this.chat);
    if (gone) return this.show();
    this.heading.show();
    this.#tabs();
    this.feed.chat = store.chats.get(this.chat);
    this.feed.showPin();
    this.#showComposer();
  }

  onAnswer({ chat_id, user_id, text, show_alert }) {
    if (user_id !== this.person || chat_id !== this.chat || !text) return;
    if (show_alert) alertOn(this.node, text);
    else this.toast(text);
  }

  onTyping(chatId) {
    if (chatId !== this.chat) return;
    this.heading.typing(true);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.heading.typing(false), TYPING_MS);
  }

  #shows(chatId) {
    if (this.kind === "group") return chatId === this.chat;
    return this.page.store.chatsOf(this.person).some((chat) => chat.id === chatId);
  }

  #reading(chatId) {
    return chatId === this.chat && this.feed.follows && this.page.isOnScreen(this);
  }

  #count(chatId) {
    this.unread.set(chatId, (this.unread.get(chatId) ?? 0) + 1);
    this.#tabs();
    this.page.badges();
  }

  #read() {
    if (!this.page.isOnScreen(this) || !this.unread.delete(this.chat)) return;
    this.#tabs();
    this.page.badges();
  }

  /** In a group the bot asks one person: whom it answers or names; when it names nobody, all. */
  #addressed(message) {
    if (message.chat_id > 0) return message.chat_id === this.person;
    const name = this.page.store.person(this.person)?.name;
    const members = this.page.store.membersOf(message.chat_id).map((user) => user.name);
    const asked = members.filter((member) => message.reply_to?.from === member || message.text?.includes(member));
    return !asked.length || asked.includes(name);
  }

  #openForced() {
    const last = [...(this.page.store.chats.get(this.chat)?.messages.values() ?? [])].at(-1);
    if (last?.force_reply && this.#addressed(last)) this.forced.set(this.chat, last);
    const message = this.forced.get(this.chat);
    if (!message || this.composer.replyTo) return;
    this.composer.reply(message, message.force_reply.placeholder, this.page.lastPane === this);
  }

  // --- what it says to its reader ------------------------------------------------------------------------------

  /** Do `act`; what goes wrong is shown in the pane's own line. True when it went well. */
  async call(act) {
    try {
      await act();
      this.error.hidden = true;
      return true;
    } catch (error) {
      if (!(error instanceof SimError)) throw error;
      this.fail(sayError(error));
      return false;
    }
  }

  fail(text) {
    fill(this.error, el("span", { text }),
      button(null, { class: "round small", title: say("close"), "aria-label": say("close"), on: { click: () => (this.error.hidden = true) } }, icon("close")));
    this.error.hidden = false;
  }

  toast(text) {
    const node = el("div", { class: "toast", text, dir: "auto" });
    this.toasts.append(node);
    setTimeout(() => node.remove(), TOAST_MS + text.length * 40);
  }

}

/** The red number of unread messages. */
export function badge(count) {
  return el("b", { class: "badge", text: count > 99 ? "99+" : count, "aria-label": say("unread", { count }) });
}
