/* The page: its panes, its clock, its help, and what it does with every event of the sandbox. */

import { follow, sim } from "./api.js";
import { MOVES, nowLine } from "./clock.js";
import { askName } from "./dialogs.js";
import { avatar, button, el, fill, memory } from "./dom.js";
import { Pane, badge } from "./pane.js";
import { Store } from "./store.js";
import { LANGUAGES, chooseLanguage, language, say, sayError } from "./words.js";

// Whom and what a new visitor sees first, where the sample company has them; otherwise the first ones there are.
const FIRST_PEOPLE = ["张敏", "李娜"];
const FIRST_GROUPS = ["财务群", "生产采购群", "仓储物流群", "技术质量群"];
// Where each step of the help is done: a place in FIRST_GROUPS; the others are done on the first phone.
const STEP_GROUPS = { 3: 0, 4: 2, 5: 0 };
const NARROW = matchMedia("(max-width: 759px)");

class Page {
  constructor() {
    this.store = new Store();
    this.panes = [];
    this.stage = document.getElementById("stage");
    this.top = document.getElementById("top");
    this.switcher = document.getElementById("switcher");
    this.helpNode = document.getElementById("help");
    this.line = document.getElementById("line");
    this.helpHidden = memory.get("helpHidden", false);
    this.online = null;
    this.draw();
    NARROW.addEventListener("change", () => this.goTo(this.active ?? this.panes[0]));
    document.addEventListener("visibilitychange", () => this.badges());
    setInterval(() => this.tick(), 1000);
    follow({
      onState: (state) => this.onState(state),
      onEvent: (kind, data) => this.onEvent(kind, data),
      onLink: (online) => this.onLink(online),
    });
  }

  // --- events --------------------------------------------------------------------------------------------------

  onState(state) {
    this.store.load(state);
    if (!this.panes.length) this.makePanes();
    this.settle();
    this.panes.forEach((pane) => pane.show());
    this.draw();
    this.goTo(this.active ?? this.panes[0], false);
  }

  onEvent(kind, data) {
    const before = kind === "edit" ? this.store.chats.get(data.chat_id)?.messages.get(data.message_id) : null;
    this.store.apply(kind, data);
    if (kind === "clock") return this.tick();
    if (kind === "chat" || kind === "user") return this.onPeople();
    for (const pane of this.panes) {
      if (kind === "message") pane.onMessage(data);
      else if (kind === "edit") pane.onEdit(data, !before || looks(before) !== looks(data));
      else if (kind === "delete") pane.onDelete(data);
      else if (kind === "pin") pane.onPin(data.chat_id);
      else if (kind === "answer") pane.onAnswer(data);
      else if (kind === "typing") pane.onTyping(data.chat_id);
    }
  }

  onPeople() {
    this.settle();
    this.panes.forEach((pane) => pane.onPeople());
    this.badges();
  }

  onLink(online) {
    this.online = online;
    this.tell(online ? "" : say("reconnecting"));
  }

  /** One line for everybody, under the page's head; empty takes it away. */
  tell(text) {
    this.line.textContent = text;
    this.line.hidden = !text;
  }

  // --- panes ---------------------------------------------------------------------------------------------------

  makePanes() {
    const kept = memory.get("panes", {});
    const make = (id, kind) => new Pane(this, { id, kind, person: kept[id]?.person, chat: kept[id]?.chat });
    this.panes = [make("phone-1", "phone"), make("phone-2", "phone"), ...FIRST_GROUPS.map((_, n) => make(`group-${n + 1}`, "group"))];
    this.lastPane = this.panes[0];
    this.wide = this.panes[2];
    this.stage.append(...this.panes.map((pane) => pane.node));
    this.widen(this.wide);
  }

  /** Give every pane somebody who is there: first the wished ones, then whoever is left. */
  settle() {
    const people = this.store.people();
    const groups = this.store.groups();
    const phones = this.panes.filter((pane) => pane.kind === "phone");
    const panels = this.panes.filter((pane) => pane.kind === "group");
    place(phones, "person", people, FIRST_PEOPLE.map((name) => people.find((user) => user.name === name)));
    place(panels, "chat", groups, FIRST_GROUPS.map((title) => groups.find((chat) => chat.title === title)));
    panels.forEach((pane) => (pane.node.hidden = pane.chat === undefined));
    phones.forEach((pane) => (pane.node.hidden = pane.person === undefined));
  }

  /** Who speaks in a group until somebody else is chosen: the first who works there, rather than the boss who made it. */
  speakerOf(chatId) {
    const members = this.store.membersOf(chatId);
    const admins = this.store.chats.get(chatId)?.admins ?? [];
    return (members.find((user) => !admins.includes(user.id)) ?? members[0])?.id;
  }

  /** The phone of `person`: the asking pane itself, one that shows them already, or the first. */
  phoneOf(person, asking) {
    const phones = this.panes.filter((pane) => pane.kind === "phone");
    return [asking, ...phones].find((pane) => pane.kind === "phone" && pane.person === person) ?? phones[0];
  }

  isOnScreen(pane) {
    return document.visibilityState === "visible" && (!NARROW.matches || pane === this.active);
  }

  /** Bring `pane` to the front: on a phone it fills the screen, elsewhere it is scrolled to. */
  goTo(pane, gently = true) {
    if (!pane) return;
    this.active = pane;
    this.panes.forEach((other) => other.node.toggleAttribute("data-active", other === pane));
    if (!NARROW.matches && gently) pane.node.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "smooth" });
    if (pane.feed.chat && pane.feed.follows) pane.feed.toBottom();
    this.badges();
  }

  /** Show this group in the tall place. */
  widen(pane) {
    this.wide = pane;
    this.panes.forEach((other) => other.node.toggleAttribute("data-wide", other === pane));
  }

  remember() {
    memory.set("panes", Object.fromEntries(this.panes.map(({ id, person, chat }) => [id, { person, chat }])));
    this.badges();
  }

  async addPerson(pane) {
    const asked = await askName(say("new_person_ask"));
    let added = null;
    if (asked) await pane.call(async () => (added = (await sim.addPerson({ name: asked.name })).user));
    if (added) this.onEvent("user", added);
    return added?.id;
  }

  async addGroup(pane) {
    const asked = await askName(say("new_group_ask"), this.store.people());
    let added = null;
    if (asked) await pane.call(async () => (added = (await sim.addGroup({ title: asked.name, members: asked.chosen, bot: "none" })).chat));
    if (added) this.onEvent("chat", added);
    return added?.id;
  }

  // --- the page's own parts ------------------------------------------------------------------------------------

  /** Draw everything that carries the page's own words. */
  draw() {
    document.documentElement.lang = language().html;
    document.title = `${this.store.bot.name ?? ""} ${say("title")}`.trim();
    this.drawTop();
    this.drawHelp();
    if (this.online === null) this.tell(say("loading"));
    else this.onLink(this.online);
    this.badges();
  }

  drawTop() {
    this.time = el("output", { class: "time" });
    this.moves = el("div", { class: "moves", role: "group", "aria-label": say("clock_hint") },
      MOVES.map((move) => button(say(move.word), { data: { move: move.word }, title: move.hint ? say(move.hint) : null, on: { click: () => this.move(move) } })));
    const languages = el("div", { class: "languages", role: "group", "aria-label": say("language") },
      LANGUAGES.map(({ code, label, html }) => button(label, { lang: html, "aria-pressed": String(code === language().code), on: { click: () => this.speak(code) } })));
    const help = button(say("help"), { class: "help-toggle", "aria-expanded": String(!this.helpHidden), on: { click: () => this.showHelp(this.helpHidden) } });
    const tools = el("div", { class: "tools" }, this.moves, help, languages);
    const more = button(say("clock"), { class: "more", "aria-expanded": "false", on: { click: () => more.setAttribute("aria-expanded", String(this.top.classList.toggle("open"))) } });
    this.top.classList.remove("open");
    fill(this.top, el("h1", { text: this.store.bot.name || say("title") }), el("span", { class: "subtitle", text: say("subtitle") }),
      el("div", { class: "clock" }, el("span", { class: "now", text: say("now") }), this.time), more, tools);
    this.tick();
  }

  tick() {
    const now = this.store.moment();
    const text = now ? nowLine(now) : "";
    if (this.time.textContent !== text) this.time.textContent = text;
  }

  async move(move) {
    const keys = [...this.moves.children];
    keys.forEach((key) => (key.disabled = true));
    this.time.textContent = say("clock_moving");
    try {
      const { now } = await sim.moveClock(move.body(this.store.moment()));
      this.store.setNow(now);
      this.onLink(this.online);
    } catch (error) {
      this.tell(say("clock_failed", { why: sayError(error) }));
    }
    keys.forEach((key) => (key.disabled = false));
    this.tick();
  }

  speak(code) {
    chooseLanguage(code);
    this.draw();
    this.panes.forEach((pane) => pane.show());
  }

  showHelp(show) {
    this.helpHidden = !show;
    memory.set("helpHidden", this.helpHidden);
    this.drawTop();
    this.drawHelp();
  }

  drawHelp() {
    const [sales, finance] = FIRST_PEOPLE;
    const steps = [1, 2, 3, 4, 5].map((n) => el("li", {},
      el("b", { text: say(`step_${n}`, { sales, finance }) }),
      button(say("step_go"), { class: "plain", on: { click: () => this.goToStep(n) } }),
      el("span", { text: say(`step_${n}_text`, { sales, finance }) })));
    this.helpNode.hidden = this.helpHidden;
    this.helpNode.setAttribute("aria-label", say("help"));
    fill(this.helpNode, el("h2", { text: say("help") }), el("ol", {}, steps),
      button(say("help_hide"), { class: "strong", on: { click: () => this.showHelp(false) } }));
  }

  /** To the phone or group where a step of the help is done. */
  goToStep(n) {
    const [sales, finance] = FIRST_PEOPLE.map((name) => this.store.people().find((user) => user.name === name));
    const group = this.store.groups().find((chat) => chat.title === FIRST_GROUPS[STEP_GROUPS[n]]);
    let pane = this.panes[0];
    if (n < 3) sales && pane?.choose({ person: sales.id, chat: sales.id });
    else {
      pane = this.panes.find((other) => other.kind === "group" && other.chat === group?.id) ?? this.panes[2];
      const member = finance && group?.members.includes(finance.id);
      if (group) pane?.choose({ chat: group.id, person: member ? finance.id : pane.person });
    }
    if (NARROW.matches) this.showHelp(false);
    this.goTo(pane);
    pane?.node.classList.add("called");
    setTimeout(() => pane?.node.classList.remove("called"), 1600);
  }

  /** The bar at the foot of a narrow window. */
  badges() {
    this.switcher.setAttribute("aria-label", say("panes"));
    fill(this.switcher, this.panes.filter((pane) => !pane.node.hidden).map((pane) =>
      button(null, { "aria-current": pane === this.active ? "true" : null, on: { click: () => this.goTo(pane) } },
        avatar(pane.title, pane.kind === "phone" ? pane.person : pane.chat),
        el("span", { text: pane.title }), pane.count ? badge(pane.count) : null)));
  }
}

/** What of a message a reader sees, to tell a real change from a touched-up field. */
function looks(message) {
  return JSON.stringify([message.html || message.text, message.caption, message.photo, message.document, message.keyboard]);
}

/** Set `field` of each pane that names nothing among `items` to a wished item, or to one that no other pane shows. */
function place(panes, field, items, wished) {
  const ids = items.map((item) => item.id);
  const order = [...wished.filter(Boolean).map((item) => item.id), ...ids];
  const kept = panes.filter((pane) => ids.includes(pane[field]));
  panes.forEach((pane) => {
    if (kept.includes(pane)) return;
    const taken = panes.filter((other) => other !== pane).map((other) => other[field]);
    pane[field] = order.find((id) => !taken.includes(id)) ?? (field === "person" ? ids[0] : undefined);
  });
}

window.addEventListener("DOMContentLoaded", () => new Page());
