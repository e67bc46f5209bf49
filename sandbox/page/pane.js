/* One phone, or one group seen through one of its members. */

import { SimError, sim } from "./api.js";
import { Composer } from "./composer.js";
import { alertOn, askChoice, showPicture } from "./dialogs.js";
import { avatar, button, el, fill, icon } from "./dom.js";
import { Feed } from "./feed.js";
import { followLink } from "./links.js";
import { say, sayError } from "./words.js";

const TOAST_MS = 3500;
const TYPING_MS = 5000;
const NEW = "new";

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
    this.feed = new Feed(this.#acts(), () => this.#read());
    this.composer = new Composer({
      send: (text, replyTo) => this.#send(text, replyTo),
      upload: (file, kind, caption, replyTo) => this.#upload(file, kind, caption, replyTo),
      key: (key) => this.#replyKey(key),
      start: () => this.call(() => sim.start({ from: this.person })),
    }, () => ({ bot: this.page.store.bot, now: this.page.store.moment() }));
    this.head = el("header");
    this.tabs = el("nav", { class: "tabs" });
    this.error = el("div", { class: "error", role: "alert", hidden: true });
    this.toasts = el("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.node = el("section", { class: `pane ${this.kind}`, data: { pane: this.id } },
      this.head, this.kind === "phone" && this.tabs, this.feed.node, this.error, this.composer.node, this.toasts);
    this.node.addEventListener("pointerdown", () => (this.page.lastPane = this), true);
    this.node.addEventListener("focusin", () => (this.page.lastPane = this));
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => this.composer.drop(event));
  }

  #acts() {
    return {
      tap: (message, key, node) => this.#tap(message, key, node),
      reply: (message) => this.composer.reply(message),
      menu: (message, node) => this.#menu(message, node),
      show: showPicture,
      link: (url) => followLink(this, url),
      command: (text) => this.#send(text, null),
    };
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
    this.#head();
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

  #head() {
    const own = this.kind === "phone" ? this.person : this.chat;
    this.sub = el("small");
    const choose = this.kind === "phone" ? this.#personSelect(this.page.store.people(), say("whose_phone")) : this.#groupSelect();
    fill(this.head, avatar(this.title, own), el("div", { class: "who" }, choose, this.sub),
      this.kind === "group" && this.#speaker(), this.kind === "group" && this.#widen());
    this.#subline();
  }

  #personSelect(people, label) {
    const { store } = this.page;
    const select = el("select", { class: "choose", "aria-label": label, title: label, on: { change: () => this.#personChosen(select) } });
    for (const user of people) {
      const place = this.kind === "phone" && store.groupsOf(user.id)[0]?.title;
      select.append(el("option", { value: user.id, text: place ? `${user.name} · ${place}` : user.name }));
    }
    if (this.kind === "phone") select.append(el("option", { value: NEW, text: say("new_person") }));
    select.value = String(this.person);
    return select;
  }

  #groupSelect() {
    const label = say("which_group");
    const select = el("select", { class: "choose", "aria-label": label, title: label, on: { change: () => this.#groupChosen(select) } });
    for (const chat of this.page.store.groups()) select.append(el("option", { value: chat.id, text: chat.title }));
    select.append(el("option", { value: NEW, text: say("new_group") }));
    select.value = String(this.chat);
    return select;
  }

  #speaker() {
    const select = this.#personSelect(this.page.store.membersOf(this.chat), say("speak_as"));
    return el("label", { class: "speaker", title: say("speak_as") }, el("span", { text: say("as_person") }), select);
  }

  #widen() {
    return button(null, { class: "round small widen", title: say("widen"), "aria-label": say("widen"), on: { click: () => this.page.widen(this) } },
      icon("wide"));
  }

  #subline(typing = false) {
    const { store } = this.page;
    const user = store.person(this.person);
    const quiet = this.kind === "phone"
      ? (user?.username ? `@${user.username}` : "")
      : say("members", { count: store.membersOf(this.chat).length });
    this.sub.textContent = typing ? say("typing") : quiet;
    this.sub.classList.toggle("typing", typing);
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

  async #personChosen(select) {
    if (select.value !== NEW) return this.choose({ person: Number(select.value) });
    select.value = String(this.person);
    const person = await this.page.addPerson(this);
    if (person) this.choose({ person });
  }

  async #groupChosen(select) {
    if (select.value !== NEW) return this.choose({ chat: Number(select.value) });
    select.value = String(this.chat);
    const chat = await this.page.addGroup(this);
    if (chat) this.choose({ chat });
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
    this.#head();
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
    this.#subline(true);
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.#subline(), TYPING_MS);
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

  // --- what a person does --------------------------------------------------------------------------------------

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

  #send(text, replyTo) {
    return this.call(() => sim.send({ chat: this.chat, from: this.person, text, ...(replyTo && { reply_to: replyTo }) }));
  }

  #upload(file, kind, caption, replyTo) {
    const fields = { chat: this.chat, from: this.person, kind, caption, name: file.name, reply_to: replyTo };
    return this.call(() => sim.upload(file, fields));
  }

  /** Press a button of message `messageId` as this person; the sandbox answers with what came of it. */
  #press(messageId, label, more = {}) {
    return sim.tap({ chat: this.chat, from: this.person, label, message_id: messageId, ...more });
  }

  async #replyKey(key) {
    const { store } = this.page;
    const choices = { users: store.people(), chat: store.groupsOf(this.person) }[key.kind];
    const pick = choices && (await askChoice(key.label, choices.map(({ id, name, title }) => ({ id, label: title ?? name }))));
    if (choices && pick === null) return;
    const chat = store.chats.get(this.chat);
    await this.call(() => this.#press(chat.reply_keyboard_message_id, key.label, pick ? { pick: [pick] } : {}));
  }

  async #tap(message, key, node) {
    if (key.kind === "copy") await this.copy(key.copy);
    if (key.kind === "inline_here") this.composer.suggest(`@${this.page.store.bot.username} ${key.query ?? ""}`);
    if (!["callback", "url", "copy", "inline_here"].includes(key.kind)) return this.toast(say("unsupported"));
    node.classList.add("busy");
    await this.call(async () => {
      const tapped = await this.#press(message.message_id, key.label);
      if (key.kind === "url") await followLink(this, key.url, Boolean(tapped.message));
      else if (key.kind === "callback" && !tapped.answer) this.toast(say("no_answer"));
      else if (tapped.answer?.url) await followLink(this, tapped.answer.url);
    });
    node.classList.remove("busy");
  }

  async copy(text) {
    const copied = await copyText(text);
    this.toast(copied ? say("copied") : say("copy_failed"));
  }

  #menu(message, node) {
    this.node.querySelector(".menu.message-menu")?.remove();
    const act = (label, done) => button(label, { role: "menuitem", on: { click: () => (menu.remove(), done()) } });
    const text = message.text || message.caption;
    const menu = el("div", { class: "menu message-menu", role: "menu" },
      act(say("reply"), () => this.composer.reply(message)),
      text && act(say("copy_text"), () => this.copy(text)));
    node.querySelector(".stack").append(menu);
    menu.scrollIntoView({ block: "nearest" });
    document.addEventListener("pointerdown", (event) => menu.contains(event.target) || menu.remove(), { once: true });
  }
}

/** The red number of unread messages. */
export function badge(count) {
  return el("b", { class: "badge", text: count > 99 ? "99+" : count, "aria-label": say("unread", { count }) });
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
