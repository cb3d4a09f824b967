// The chosen contact: each answer one tap or one key, kept as it is given.
import { KEYS } from "./answering.js";
import { tiesOf } from "./model.js";
import { CLIENT, NAMES_OFF, NAMING, RATINGS, placeWord, shownName, statusWord } from "./words.js";

const TAKEN_BACK = { ...KEYS, Delete: null };
const TEXTS = ["name", "relationship", "since", "note"];

export class Inspector {
  #store;
  #acts;
  #section = document.querySelector("[data-inspector]");
  #nobody = document.querySelector("[data-nobody]");
  #form = document.querySelector("[data-inspector-form]");

  constructor(store, acts) {
    this.#store = store;
    this.#acts = acts;
    acts.addEventListener("select", () => this.show());
    store.addEventListener("change", () => this.show());
    this.#form.addEventListener("change", event => this.#changed(event.target));
    this.#form.addEventListener("keydown", event => this.#key(event));
    this.#form.addEventListener("submit", event => event.preventDefault());
    this.#form.querySelector("[data-inspector-close]").addEventListener("click", () => acts.select(null));
    this.#form.querySelector("[data-tie-list]").addEventListener("click", event => this.#tieClicked(event));
    for (const named of this.#form.querySelectorAll("[data-named]")) named.hidden = NAMES_OFF;
    this.#form.querySelector("[data-names-hidden]").hidden = !NAMES_OFF;
  }

  focus() { this.#form.querySelector("[data-inspector-name]").focus(); }

  focusAnswers() { enter(this.#form.querySelector("[data-answers]")); }

  // Fills in what is known; what somebody is typing in is left alone.
  show() {
    const contact = this.#acts.contact(this.#acts.selected);
    this.#section.hidden = !contact;
    this.#nobody.hidden = Boolean(contact);
    if (!contact) return;
    this.#form.querySelector("[data-inspector-name]").textContent = shownName(contact);
    this.#form.querySelector("[data-inspector-status]").textContent = statusOf(contact);
    this.#showExpected(contact);
    for (const name of RATINGS) this.#check(name, String(contact[name] ?? null));
    this.#check("place", contact.sector && contact.circle ? `${contact.sector} ${contact.circle}` : "");
    this.#check("kind", contact.kind);
    for (const name of TEXTS) this.#fill(name, NAMES_OFF && NAMING.includes(name) ? "" : contact[name] ?? "");
    this.#showTies(contact);
    this.#showActs(contact);
  }

  #showExpected(contact) {
    const part = this.#form.querySelector("[data-expected]");
    part.hidden = !contact.expected_of;
    part.querySelector("a").href = contact.expected_of ? `/clients/${CLIENT}/referrals/${contact.expected_of}` : "";
  }

  #check(name, value) {
    for (const input of this.#form.querySelectorAll(`input[type=radio][name="${name}"]`)) input.checked = input.value === value;
  }

  #fill(name, value) {
    const field = this.#form.elements[name];
    if (document.activeElement !== field && field.value !== value) field.value = value;
  }

  #showTies(contact) {
    const { network } = this.#store;
    const ties = tiesOf(network, contact.id).map(tie => ({ tie, other: network.contacts.get(tie.a === contact.id ? tie.b : tie.a) })).filter(each => each.other);
    this.#form.querySelector("[data-tie-list]").replaceChildren(...ties.map(tieItem));
    const known = new Set([contact.id, ...ties.map(each => each.other.id)]);
    const select = this.#form.querySelector("[data-tie-with]");
    if (document.activeElement === select) return;
    const free = [...network.contacts.values()].filter(each => !known.has(each.id));
    select.replaceChildren(new Option("choose", ""), ...free.map(each => new Option(shownName(each), each.id)));
  }

  #showActs(contact) {
    const past = contact.status === "past", act = name => this.#form.querySelector(`[data-act="${name}"]`);
    act("end").hidden = past;
    act("return").hidden = !past;
    act("confirm").hidden = past || !this.#acts.visits.length;
    const confirmed = this.#acts.visits.includes(contact.confirmed_in);
    act("confirm").disabled = confirmed;
    act("confirm").textContent = confirmed ? "Still in your life ✓" : "Still in your life";
  }

  #changed(field) {
    const id = this.#acts.selected;
    if (!id) return;
    if (field.dataset.tieWith !== undefined) return this.#tied(id, field);
    if (field.name === "place") return this.#acts.place(id, field.value.split(" ")[0], Number(field.value.split(" ")[1]));
    if (RATINGS.includes(field.name)) return this.#acts.answer(id, field.name, field.value === "null" ? null : Number(field.value));
    if (field.name === "kind") this.#acts.change(id, { kind: field.value });
    if (TEXTS.includes(field.name)) this.#text(id, field);
  }

  #text(id, field) {
    const value = field.value.trim().normalize("NFC");
    if (field.name === "name" && !value) return this.#fill("name", this.#acts.contact(id).name);
    this.#acts.change(id, { [field.name]: value || null });
  }

  #tied(id, select) {
    const other = select.value;
    select.value = "";
    select.blur();
    this.#acts.tie(id, other, { strength: 1, strained: false });
  }

  #tieClicked(event) {
    const button = event.target.closest("button[data-other]");
    if (!button) return;
    const { other, tieAct } = button.dataset, id = this.#acts.selected;
    if (tieAct === "untie") return this.#acts.untie(id, other);
    const tie = tiesOf(this.#store.network, id).find(each => each.a === other || each.b === other);
    const facts = { strength: tie.strength, strained: tie.strained };
    this.#acts.tie(id, other, tieAct === "close" ? { ...facts, strength: 3 - tie.strength } : { ...facts, strained: !tie.strained });
  }

  #key(event) {
    const group = event.target.closest("[data-answers]"), value = TAKEN_BACK[event.key];
    if (!group || value === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const input = group.querySelector(`input[value="${value}"]`);
    input.checked = true;
    this.#changed(input);
    const groups = [...this.#form.querySelectorAll("[data-answers]")];
    enter(groups[groups.indexOf(group) + 1] ?? group);
  }
}

function enter(group) { (group.querySelector("input:checked") ?? group.querySelector("input")).focus(); }

function statusOf(contact) {
  const parts = [placeWord(contact)];
  if (contact.kind !== "person") parts.push(contact.kind);
  if (contact.status !== "active") parts.push(contact.ended_reason ? `past: ${contact.ended_reason}` : statusWord(contact));
  return parts.join(" · ");
}

function tieItem({ tie, other }) {
  const item = document.createElement("li");
  const name = Object.assign(document.createElement("span"), { textContent: shownName(other), dir: "auto" });
  const button = (act, words, pressed) => {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: words });
    Object.assign(made.dataset, { other: other.id, tieAct: act });
    if (pressed === undefined) made.setAttribute("aria-label", `No tie with ${shownName(other)}`);
    else made.setAttribute("aria-pressed", String(pressed));
    return made;
  };
  item.append(name, button("close", "close", tie.strength === 2), button("strained", "strained", tie.strained), button("untie", "×"));
  return item;
}
