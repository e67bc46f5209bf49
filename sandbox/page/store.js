/* What the page knows: people, chats and their messages, as the sandbox last told. */

export class Store {
  constructor() {
    this.load({ users: [], chats: [], bot: {}, now: null });
  }

  /** Take a whole state in place of what was known. */
  load(state) {
    this.bot = state.bot ?? {};
    this.users = new Map((state.users ?? []).map((user) => [user.id, user]));
    this.chats = new Map();
    for (const chat of state.chats ?? []) this.#put(chat);
    this.setNow(state.now);
  }

  /** Take one event; false when it says nothing new about people, chats or messages. */
  apply(kind, data) {
    if (kind === "message" || kind === "edit") return this.#message(data);
    if (kind === "delete") return this.#remove(data);
    if (kind === "pin") return this.#pin(data);
    if (kind === "chat") return this.#put(data);
    if (kind === "user") return this.#user(data);
    if (kind === "clock") return this.setNow(data.now);
    return false;
  }

  setNow(now) {
    this.now = now ? new Date(now) : null;
    this.nowAt = performance.now();
  }

  /** Company time at this moment: what the sandbox last said plus what has passed since. */
  moment() {
    return this.now ? new Date(this.now.getTime() + (performance.now() - this.nowAt)) : null;
  }

  person(id) {
    return this.users.get(id) ?? null;
  }

  /** Everybody who can hold a phone. */
  people() {
    return [...this.users.values()].filter((user) => !user.is_bot);
  }

  groups() {
    return [...this.chats.values()].filter((chat) => chat.type !== "private" && !chat.migrated_to);
  }

  groupsOf(personId) {
    return this.groups().filter((chat) => chat.members.includes(personId));
  }

  /** The chats on this person's phone: the bot first, then the groups they are in. */
  chatsOf(personId) {
    const own = this.chats.get(personId);
    return [...(own ? [own] : []), ...this.groupsOf(personId)];
  }

  membersOf(chatId) {
    const chat = this.chats.get(chatId);
    return (chat?.members ?? []).map((id) => this.users.get(id)).filter((user) => user && !user.is_bot);
  }

  chatTitle(chat) {
    return chat.type === "private" ? this.bot.name || "bot" : chat.title || String(chat.id);
  }

  #put(chat) {
    const old = this.chats.get(chat.id);
    const messages = chat.messages
      ? new Map(chat.messages.map((message) => [message.message_id, message]))
      : (old?.messages ?? new Map());
    this.chats.set(chat.id, { members: [], admins: [], pinned: [], ...chat, messages });
    return true;
  }

  /** A person comes with a private chat, which has their own number. */
  #user(user) {
    this.users.set(user.id, user);
    if (!user.is_bot && !this.chats.has(user.id)) this.#put({ id: user.id, type: "private", title: user.name, members: [user.id], bot_status: "none" });
    return true;
  }

  #message(message) {
    const chat = this.chats.get(message.chat_id);
    if (!chat) return false;
    chat.messages.set(message.message_id, message);
    chat.last_message_id = Math.max(chat.last_message_id ?? 0, message.message_id);
    if (message.reply_keyboard) this.#keys(chat, message.reply_keyboard, message.message_id);
    else if (message.remove_keyboard) this.#keys(chat, null, null);
    return true;
  }

  #keys(chat, rows, messageId) {
    Object.assign(chat, { reply_keyboard: rows, reply_keyboard_message_id: messageId });
    if (!rows) chat.placeholder = null;
  }

  #remove({ chat_id, message_ids }) {
    const chat = this.chats.get(chat_id);
    message_ids.forEach((id) => chat?.messages.delete(id));
    if (message_ids.includes(chat?.reply_keyboard_message_id)) this.#keys(chat, null, null);
    return Boolean(chat);
  }

  #pin({ chat_id, message_id, pinned }) {
    const chat = this.chats.get(chat_id);
    if (!chat) return false;
    chat.pinned = (chat.pinned ?? []).filter((id) => id !== message_id);
    if (pinned) chat.pinned.push(message_id);
    return true;
  }
}
