/* The head of a pane: whose phone or which group, who speaks, who is typing. */

import { avatar, button, el, fill, icon } from "./dom.js";
import { say } from "./words.js";

// The last entry of a list, which makes somebody or something new.
const NEW = "new";

export class Heading {
  constructor(pane) {
    this.pane = pane;
    this.node = el("header");
  }

  show() {
    const own = this.pane.kind === "phone" ? this.pane.person : this.pane.chat;
    this.sub = el("small");
    const choose = this.pane.kind === "phone" ? this.#personSelect(this.pane.page.store.people(), say("whose_phone")) : this.#groupSelect();
    fill(this.node, avatar(this.pane.title, own), el("div", { class: "who" }, choose, this.sub),
      this.pane.kind === "group" && this.#speaker(), this.pane.kind === "group" && this.#widen());
    this.typing(false);
  }

  #personSelect(people, label) {
    const { store } = this.pane.page;
    const select = el("select", { class: "choose", "aria-label": label, title: label, on: { change: () => this.#personChosen(select) } });
    for (const user of people) {
      const groups = store.groupsOf(user.id);
      const place = this.pane.kind === "phone" && groups.length === 1 && groups[0].title;
      select.append(el("option", { value: user.id, text: place ? `${user.name} · ${place}` : user.name }));
    }
    if (this.pane.kind === "phone") select.append(el("option", { value: NEW, text: say("new_person") }));
    select.value = String(this.pane.person);
    return select;
  }

  #groupSelect() {
    const label = say("which_group");
    const select = el("select", { class: "choose", "aria-label": label, title: label, on: { change: () => this.#groupChosen(select) } });
    for (const chat of this.pane.page.store.groups()) select.append(el("option", { value: chat.id, text: chat.title }));
    select.append(el("option", { value: NEW, text: say("new_group") }));
    select.value = String(this.pane.chat);
    return select;
  }

  #speaker() {
    const select = this.#personSelect(this.pane.page.store.membersOf(this.pane.chat), say("speak_as"));
    return el("label", { class: "speaker", title: say("speak_as") }, el("span", { text: say("as_person") }), select);
  }

  #widen() {
    return button(null, { class: "round small widen", title: say("widen"), "aria-label": say("widen"), on: { click: () => this.pane.page.widen(this.pane) } },
      icon("wide"));
  }

  typing(typing) {
    const { store } = this.pane.page;
    const user = store.person(this.pane.person);
    const quiet = this.pane.kind === "phone"
      ? (user?.username ? `@${user.username}` : "")
      : say("members", { count: store.membersOf(this.pane.chat).length });
    this.sub.textContent = typing ? say("typing") : quiet;
    this.sub.classList.toggle("typing", typing);
  }

  async #personChosen(select) {
    if (select.value !== NEW) return this.pane.choose({ person: Number(select.value) });
    select.value = String(this.pane.person);
    const person = await this.pane.page.addPerson(this.pane);
    if (person) this.pane.choose({ person });
  }

  async #groupChosen(select) {
    if (select.value !== NEW) return this.pane.choose({ chat: Number(select.value) });
    select.value = String(this.pane.chat);
    const chat = await this.pane.page.addGroup(this.pane);
    if (chat) this.pane.choose({ chat });
  }
}
