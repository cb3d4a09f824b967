// The network by question: one at a time, with everybody as a chip to tap; skipped ones stay "not asked".
import { KEYS, tapped } from "./answering.js";
import { changeNetwork } from "./commands.js";
import { activeIn, askedAbout, pairOf } from "./model.js";
import { typedNames } from "./typed_names.js";
import { answerWord, shownName } from "./words.js";

const TAKEN_BACK = { ...KEYS, Delete: null };

export class Ask {
  #store;
  #acts;
  #section = document.querySelector("[data-ask]");
  #steps = [...this.#section.querySelectorAll("[data-step]")];
  #step = "who";
  #typed;

  constructor(store, acts, views) {
    this.#store = store;
    this.#acts = acts;
    this.#typed = typedNames([...this.#section.querySelectorAll("form")], (name, facts) => this.#add(name, facts));
    this.#section.addEventListener("click", event => this.#clicked(event.target));
    views.addEventListener("change", () => this.#typed.enter());
    this.#section.addEventListener("change", event => this.#changed(event.target));
    this.#section.addEventListener("keydown", event => this.#key(event));
    store.addEventListener("change", () => this.show());
    this.go(this.#step);
  }

  get #asked() { return askedAbout(this.#store.network); }

  go(step) {
    this.#typed.enter();
    this.#step = step;
    for (const part of this.#section.querySelectorAll("[data-step-of]")) part.hidden = part.dataset.stepOf !== step;
    for (const button of this.#steps) button.toggleAttribute("aria-current", false);
    const here = this.#steps.find(each => each.dataset.step === step);
    here.setAttribute("aria-current", "step");
    here.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.show();
  }

  show() {
    const people = this.#asked;
    for (const button of this.#steps) button.querySelector("[data-left]").textContent = this.#left(button.dataset.step, people);
    this.#section.querySelector("[data-nobody-at-all]").hidden = people.length > 0 || this.#store.network.elicited;
    this.#section.querySelector("[data-people]").replaceChildren(...people.map(each => Object.assign(document.createElement("li"), { textContent: shownName(each), dir: "auto" })));
    if (this.#step === "knows") this.#showKnows(people);
    else if (this.#step !== "who") this.#showChips(people);
  }

  #left(step, people) {
    if (step === "who" || !people.length) return "";
    if (step === "knows") return this.#tiesLeft();
    const left = people.filter(each => each[step] === null).length;
    return left ? `${left} not asked` : "";
  }

  #tiesLeft() {
    const { ties, ties_asked: said } = this.#store.network;
    if (said || activeIn(this.#store.network).length < 2) return "";
    return ties.size ? "not all asked" : "not asked";
  }

  #showChips(people) {
    const name = this.#step;
    fill(this.#section.querySelector(`[data-chips="${name}"]`), people, contact => {
      const value = contact[name] ?? null;
      return { id: contact.id, value: String(value), words: shownName(contact), said: answerWord(name, value) };
    });
    const left = people.filter(each => each[name] === null).length;
    this.#section.querySelector(`[data-rest="${name}"]`).disabled = !left;
    this.#section.querySelector(`[data-rest-hint="${name}"]`).textContent = left ? "Only if you have asked about them" : "";
    this.#showNeed(name, this.#store.network.needs[name]);
  }

  #showNeed(name, need) {
    const place = this.#section.querySelector(`[data-need-of="${name}"]`);
    if (!place) return;
    for (const input of place.querySelectorAll("[data-need]")) input.checked = Number(input.value) === need;
    place.querySelector("[data-need-unasked]").hidden = need !== null;
    place.querySelector("[data-need-back]").hidden = need === null;
  }

  #takeNeedBack(name) {
    this.#store.do(changeNetwork({ needs: { [name]: null } }));
    this.#section.querySelector(`[data-need="${name}"]`).focus();
  }

  #showKnows(people) {
    const select = this.#section.querySelector("[data-knows-from]"), from = select.value || people[0]?.id || "";
    if (document.activeElement !== select) {
      select.replaceChildren(...people.map(each => new Option(shownName(each), each.id)));
      select.value = people.some(each => each.id === from) ? from : people[0]?.id ?? "";
    }
    const others = people.filter(each => each.id !== select.value), { ties, ties_asked: all } = this.#store.network;
    fill(this.#section.querySelector("[data-knows]"), others, contact => {
      const tie = ties.get(pairOf(select.value, contact.id));
      const said = tie ? (tie.strength === 2 ? "close" : "know each other") : all ? "no tie" : "not asked";
      return { id: contact.id, value: String(tie ? tie.strength ?? 1 : all ? 0 : null), words: shownName(contact), said };
    });
  }

  #clicked(target) {
    const button = target.closest("button");
    if (!button) return;
    const data = button.dataset;
    if (data.step) return this.go(data.step);
    if (data.chip) return this.#tapped(data.chip);
    if (data.rest) return this.#rest(data.rest);
    if (data.needBack) return this.#takeNeedBack(data.needBack);
    if ("nobodyThere" in data) return this.#typed.enter() || this.#store.do(changeNetwork({ elicited: true }));
    if ("next" in data) return this.#turn(1);
    if ("back" in data) this.#turn(-1);
  }

  #turn(by) {
    const names = this.#steps.map(each => each.dataset.step), at = names.indexOf(this.#step) + by;
    this.go(names[Math.max(0, Math.min(names.length - 1, at))]);
    this.#section.querySelector(`[data-step-of="${this.#step}"] h2`).scrollIntoView({ block: "nearest" });
  }

  #tapped(id) {
    if (this.#step === "knows") return this.#tieTapped(id);
    this.#acts.answer(id, this.#step, tapped(this.#acts.contact(id), this.#step));
  }

  #tieTapped(id) {
    const from = this.#section.querySelector("[data-knows-from]").value;
    const tie = this.#store.network.ties.get(pairOf(from, id));
    if (tie?.strength === 2) return this.#acts.untie(from, id);
    this.#acts.tie(from, id, { strength: tie ? 2 : 1, strained: tie?.strained ?? false });
  }

  #rest(name) {
    this.#acts.answerRest(this.#asked, name, 0);
  }

  #add(name, { anyone, sector, kind }) {
    this.#acts.add(anyone ? { name, [anyone]: 1 } : { name, sector, kind });
  }

  #changed(target) {
    if (target.dataset.need) this.#store.do(changeNetwork({ needs: { [target.dataset.need]: Number(target.value) } }));
    if (target.dataset.knowsFrom !== undefined) { target.blur(); this.show(); }
  }

  #key(event) {
    const chip = event.target.closest("[data-chip]");
    if (!chip || event.ctrlKey || event.metaKey || event.altKey) return;
    const chips = [...chip.parentElement.children], to = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (to) chips[(chips.indexOf(chip) + to + chips.length) % chips.length].focus();
    else if (event.key in TAKEN_BACK && this.#step !== "knows") this.#acts.answer(chip.dataset.chip, this.#step, TAKEN_BACK[event.key]);
    else return;
    event.preventDefault();
  }
}

// One chip for each, kept in place while its words change, so that nothing jumps and focus stays.
function fill(place, people, tell) {
  const known = new Map([...place.children].map(each => [each.dataset.chip, each]));
  const chips = people.map(contact => {
    const { id, value, words, said } = tell(contact), chip = known.get(id) ?? made(id);
    chip.dataset.value = value;
    chip.firstChild.textContent = words;
    chip.lastChild.textContent = said;
    return chip;
  });
  if (chips.length !== place.children.length || chips.some((chip, n) => place.children[n] !== chip)) place.replaceChildren(...chips);
}

function made(id) {
  const chip = Object.assign(document.createElement("button"), { type: "button", className: "answer-chip" });
  chip.dataset.chip = id;
  const name = Object.assign(document.createElement("span"), { className: "who", dir: "auto" });
  chip.append(name, " ", Object.assign(document.createElement("span"), { className: "said" }));
  return chip;
}
