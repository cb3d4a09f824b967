// What can be done to a contact, said once for mouse, finger, keys, questions and table alike.
import { addContact, answerRest, changeContact, confirmContact, discardContact, endContact, putTie, untie } from "./commands.js";
import { radiusOf } from "./geometry.js";
import { say } from "./live.js";
import { pairOf } from "./model.js";
import { freeAngle } from "./places.js";
import { answerWord, placeWord, shownName } from "./words.js";

export class Acts extends EventTarget {
  #store;
  #map;

  constructor(store, map, visits) {
    super();
    this.#store = store;
    this.#map = map;
    this.visits = visits ?? [];
    this.selected = null;
  }

  contact(id) { return this.#store.network.contacts.get(id); }

  add(facts) {
    const { about } = this.#store.do(addContact(facts));
    say(`${shownName(this.contact(about))} added`);
    return about;
  }

  select(id) {
    this.selected = id;
    this.dispatchEvent(new CustomEvent("select", { detail: { id } }));
  }

  change(id, fields) {
    const contact = this.contact(id);
    const real = Object.fromEntries(Object.entries(fields).filter(([name, value]) => (contact[name] ?? null) !== value));
    if (Object.keys(real).length) this.#store.do(changeContact(id, real));
    return real;
  }

  answer(id, name, value) {
    if (Object.keys(this.change(id, { [name]: value })).length) say(`${shownName(this.contact(id))}: ${answerWord(name, value)}`);
  }

  // To a circle and part of life, at a free place there; an angle given is kept.
  place(id, sector, circle, angle) {
    const contact = this.contact(id);
    this.change(id, { sector, circle, angle: angle ?? this.#freeAngle(contact, sector, circle) });
    say(`${shownName(contact)}: ${placeWord(this.contact(id))}`);
  }

  move(id, { sector, circle, angle }) {
    const { geometry } = this.#map;
    const kept = sector ?? geometry?.sectorAt(angle) ?? null;
    this.place(id, kept, circle, angle);
  }

  #freeAngle(contact, sector, circle) {
    const { geometry } = this.#map;
    if (!geometry) return null;
    const others = [...this.#store.network.contacts.values()].filter(each => each.id !== contact.id).map(each => this.#map.placeOf(each));
    return freeAngle(others, geometry.wedgeOf(sector), radiusOf({ circle }));
  }

  tie(a, b, facts) {
    if (!b || a === b) return;
    const [one, other] = [this.contact(a), this.contact(b)].map(shownName);
    const known = this.#store.network.ties.get(pairOf(a, b));
    if (known && known.strength === facts.strength && known.strained === facts.strained) return say(`${one} and ${other} are tied already`);
    this.#store.do(putTie(a, b, facts));
    say(`${one} and ${other} know each other`);
  }

  untie(a, b) {
    this.#store.do(untie(a, b));
    say(`${shownName(this.contact(a))} and ${shownName(this.contact(b))}: no tie`);
  }

  confirm(id) {
    this.#store.do(confirmContact(id, this.visits[0]));
    say(`${shownName(this.contact(id))}: still there`);
  }

  answerRest(contacts, name, value) {
    const ids = contacts.filter(each => each[name] === null).map(each => each.id);
    if (!ids.length) return;
    this.#store.do(answerRest(ids, name, value));
    say(`${ids.length} answered: ${answerWord(name, value)}`);
  }

  end(id, reason) {
    this.#store.do(endContact(id, reason));
    say(`${shownName(this.contact(id))} is past`);
  }

  // Off the map; whoever is chosen then is nobody.
  discard(id) {
    const name = shownName(this.contact(id));
    this.#store.do(discardContact(id));
    if (this.selected === id) this.select(null);
    say(`${name} is off the map`);
  }

  // Who is marked can't be told from what is sent about anything else, nor from what shows.
  mark(id, unsafe) {
    this.#store.do(changeContact(id, { unsafe }));
    say("Kept");
  }

  comeBack(id) {
    this.change(id, { status: "active", ended_reason: null });
    say(`${shownName(this.contact(id))} is back`);
  }
}
