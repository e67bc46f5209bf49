/* Boxes that ask something or show a picture large. */

import { button, el, fill } from "./dom.js";
import { say } from "./words.js";

function open(label, ...children) {
  const box = el("dialog", { class: "box", "aria-label": label }, children);
  document.body.append(box);
  box.addEventListener("close", () => box.remove());
  box.addEventListener("click", (event) => event.target === box && box.close());
  box.showModal();
  return box;
}

/** Show the picture at `url` as large as the window. */
export function showPicture(url, alt) {
  const box = open(alt, el("img", { src: url, alt }), button(say("close"), { class: "plain", on: { click: () => box.close() } }));
  box.classList.add("picture");
}

/**
 * Ask for a name, and with `people` for some of them too.
 * Resolves to `{name, chosen: [id…]}`, or null when the person thinks better of it.
 */
export function askName(question, people = []) {
  const input = el("input", { type: "text", maxlength: "64", required: true, "aria-label": question });
  const ticks = people.map((person) =>
    el("label", { class: "tick" }, el("input", { type: "checkbox", value: String(person.id) }), el("span", { text: person.name })));
  return new Promise((done) => {
    let answer = null;
    const form = el("form", { method: "dialog" }, el("p", { text: question }), input,
      ticks.length ? el("div", { class: "ticks" }, ticks) : null,
      el("div", { class: "row" }, button(say("cancel"), { class: "plain", on: { click: () => box.close() } }),
        el("button", { type: "submit", class: "strong", text: say("ok") })));
    form.addEventListener("submit", () => {
      const chosen = [...form.querySelectorAll("input:checked")].map((tick) => Number(tick.value));
      answer = { name: input.value.trim(), chosen };
    });
    const box = open(question, form);
    box.addEventListener("close", () => done(answer?.name ? answer : null));
  });
}

/** Let a person choose one of `choices` (`{id, label}`); resolves to its id or null. */
export function askChoice(question, choices) {
  return new Promise((done) => {
    let answer = null;
    const list = el("div", { class: "choices" });
    const box = open(question, el("p", { text: question }), list);
    fill(list, choices.map((choice) => button(choice.label, {
      on: {
        click() {
          answer = choice.id;
          box.close();
        },
      },
    })), button(say("cancel"), { class: "plain", on: { click: () => box.close() } }));
    box.addEventListener("close", () => done(answer));
  });
}

/** A callback answer that wants to be read: a box over the phone `pane` only, as on a real one. */
export function alertOn(pane, text) {
  const before = document.activeElement;
  const close = () => {
    veil.remove();
    before?.focus?.();
  };
  const ok = button(say("ok"), { class: "strong", on: { click: close } });
  const veil = el("div", { class: "veil", on: { keydown: (event) => event.key === "Escape" && close() } },
    el("div", { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-label": text }, el("p", { text, dir: "auto" }), ok));
  pane.append(veil);
  ok.focus();
}
