/* The messages of one chat as they scroll by: days, new ones, cards that change in place. */

import { button, el, fill, icon } from "./dom.js";
import { dayLine, dayNumber } from "./clock.js";
import { inOneLine, messageNode, sentAt } from "./message.js";
import { say } from "./words.js";

const NEAR_BOTTOM_PX = 90;
// A long demo would otherwise grow the page without end; what is older stays in the transcript.
const MOST_SHOWN = 300;

export class Feed {
  /** `act` is handed on to every message; `onRead` is called when the newest message is on the screen. */
  constructor(act, onRead) {
    this.act = { ...act, jump: (id) => this.jump(id), menu: act.menu };
    this.onRead = onRead;
    this.list = el("ol", { class: "messages" });
    this.scroller = el("div", { class: "scroller", role: "log", "aria-live": "polite", tabindex: "0" }, this.list);
    this.pin = button(null, { class: "pin", hidden: true, title: say("pinned") });
    this.down = button(null, { class: "down", hidden: true, on: { click: () => this.toBottom() } });
    this.changed = button(null, { class: "changed", hidden: true });
    this.node = el("div", { class: "feed" }, this.pin, this.scroller, this.changed, this.down);
    this.fresh = 0;
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    // Pictures, the keyboard and the phone's own keyboard change heights after the fact: stay where the reader was.
    new ResizeObserver(() => this.follows && this.toBottom()).observe(this.scroller);
    new ResizeObserver(() => this.follows && this.toBottom()).observe(this.list);
  }

  /** Show `chat` as `reader` sees it. */
  show(chat, reader, title) {
    this.chat = chat;
    this.reader = reader;
    this.isGroup = chat.type !== "private";
    this.fresh = 0;
    this.follows = true;
    this.changed.hidden = true;
    this.scroller.setAttribute("aria-label", say("messages", { chat: title }));
    this.#draw();
    this.toBottom();
  }

  #draw() {
    this.last = null;
    const shown = [...this.chat.messages.values()].slice(-MOST_SHOWN);
    fill(this.list, shown.flatMap((message) => this.#nodes(message)));
    if (!shown.length) this.list.append(el("li", { class: "service empty" }, el("span", { text: say("empty_chat") })));
    this.showPin();
  }

  /** The message's element, with a line for its day before the first of a day. */
  #nodes(message) {
    const day = dayNumber(sentAt(message));
    const newDay = !this.last || dayNumber(sentAt(this.last)) !== day;
    const node = this.#make(message, newDay ? null : this.last);
    this.last = message;
    if (!newDay) return [node];
    return [el("li", { class: "service day" }, el("span", { text: dayLine(sentAt(message)) })), node];
  }

  #make(message, before) {
    const joined = Boolean(before && !before.service && before.from?.id === message.from?.id && message.date - before.date < 600);
    return messageNode(message, { reader: this.reader, isGroup: this.isGroup, joined, act: this.act });
  }

  add(message) {
    this.list.querySelector(".empty")?.remove();
    const nodes = this.#nodes(message);
    nodes.at(-1).classList.add("arriving");
    this.list.append(...nodes);
    while (this.list.children.length > MOST_SHOWN) this.list.firstChild.remove();
    const own = message.from?.id === this.reader;
    if (this.follows || own) this.toBottom(!own);
    else this.#tellFresh(this.fresh + 1);
  }

  /** Put the edited message in the old one's place; a short glow shows what changed. */
  edit(message, changed) {
    const old = this.#find(message.message_id);
    if (!old) return;
    const node = this.#make(message, null);
    node.classList.toggle("joined", old.classList.contains("joined"));
    if (old.classList.contains("joined")) node.querySelector(".name")?.remove();
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.label : undefined;
    const room = this.scroller.scrollHeight - this.scroller.scrollTop;
    const above = old.getBoundingClientRect().bottom < this.scroller.getBoundingClientRect().top + 24;
    old.replaceWith(node);
    if (focused !== undefined) [...node.querySelectorAll(".key")].find((key) => key.dataset.label === focused)?.focus();
    if (this.follows) this.toBottom();
    else if (above) this.scroller.scrollTop = this.scroller.scrollHeight - room;
    if (!changed) return;
    node.classList.add("glow");
    if (above) this.#tellChanged(message);
  }

  remove(ids) {
    ids.forEach((id) => this.#find(id)?.remove());
    this.showPin();
  }

  showPin() {
    const message = this.chat.messages.get((this.chat.pinned ?? []).at(-1));
    this.pin.hidden = !message;
    if (!message) return;
    this.pin.title = say("pinned");
    fill(this.pin, icon("pin"), el("span", {}, el("b", { text: say("pinned") }), el("span", { text: inOneLine(message), dir: "auto" })));
    this.pin.onclick = () => this.jump(message.message_id);
  }

  jump(messageId) {
    const node = this.#find(messageId);
    if (!node) return;
    this.follows = false;
    node.scrollIntoView({ block: "center", behavior: "smooth" });
    node.classList.remove("glow");
    requestAnimationFrame(() => node.classList.add("glow"));
  }

  toBottom(smoothly = false) {
    this.follows = true;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || !smoothly;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: still ? "instant" : "smooth" });
    this.#tellFresh(0);
    this.onRead();
  }

  /** Is the newest message where its reader sees it? */
  get atBottom() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_BOTTOM_PX;
  }

  #scrolled() {
    // A smooth scroll passes many places on its way down; only a person's own scrolling up lets go of the end.
    const up = this.scroller.scrollTop < (this.lastTop ?? 0) - 2;
    this.lastTop = this.scroller.scrollTop;
    if (this.atBottom) {
      this.follows = true;
      if (this.fresh) this.onRead();
      this.#tellFresh(0);
    } else if (up) {
      this.follows = false;
    }
    this.down.hidden = this.follows;
  }

  #tellFresh(count) {
    this.fresh = count;
    this.down.hidden = this.follows;
    this.down.title = count ? say("unread", { count }) : say("to_bottom");
    fill(this.down, icon("down"), count ? el("b", { text: count }) : null);
  }

  #tellChanged(message) {
    this.changed.textContent = `${say("card_changed")} ↑`;
    this.changed.hidden = false;
    this.changed.onclick = () => {
      this.changed.hidden = true;
      this.jump(message.message_id);
    };
    clearTimeout(this.changedTimer);
    this.changedTimer = setTimeout(() => (this.changed.hidden = true), 8000);
  }

  #find(id) {
    return this.list.querySelector(`[data-id="${Number(id)}"]`);
  }
}
