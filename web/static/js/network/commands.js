// What a person does to a network: how it shows at once, and the request that makes it so.
// `about` is the contact concerned; `fields` are what a change gives it, by which two people's changes are told apart.
import { withFields, withNewContact, withTie, withoutContact, withoutTie } from "./model.js";
import { RATINGS } from "./words.js";

const make = command => ({ key: crypto.randomUUID(), fields: {}, ...command });

export function addContact(facts) {
  const id = crypto.randomUUID();
  const blank = { kind: "person", status: "active", circle: null, sector: null, angle: null, relationship: null };
  const answers = Object.fromEntries(RATINGS.map(name => [name, null]));
  return make({
    kind: "add", about: id,
    apply: network => withNewContact(network, { ...blank, ...answers, ...facts, id, version: 0 }),
    request: () => ({ method: "POST", path: "/contacts", body: { ...facts, id } }),
  });
}

export function changeContact(id, fields) {
  return make({
    kind: "change", about: id, fields,
    apply: network => withFields(network, id, fields),
    request: network => ({
      method: "PATCH", path: `/contacts/${id}`, body: fields, version: network.contacts.get(id)?.version,
    }),
  });
}

export function endContact(id, reason) {
  return make({
    kind: "end", about: id, fields: { status: "past" },
    apply: network => withFields(network, id, { status: "past", ended_reason: reason || null }),
    request: network => ({
      method: "DELETE", path: `/contacts/${id}`, body: reason ? { ended_reason: reason } : undefined,
      version: network.contacts.get(id)?.version,
    }),
  });
}

// Added by mistake: off the map, with all ties, unless somebody has just said something about them.
export function discardContact(id) {
  return make({
    kind: "discard", about: id, unlessChanged: true,
    apply: network => withoutContact(network, id),
    request: network => ({
      method: "DELETE", path: `/contacts/${id}`, body: { mistake: true }, version: network.contacts.get(id)?.version,
    }),
  });
}

// The same answer about all of them who weren't asked yet: one change, to be taken back as one.
export function answerRest(ids, name, value) {
  return make({
    kind: "rest",
    apply: network => ids.reduce((so, id) => network.contacts.get(id)?.[name] === null ? withFields(so, id, { [name]: value }) : so, network),
    request: () => ({ method: "POST", path: "/contacts/answer-rest", body: { question: name, answer: value, contacts: ids } }),
  });
}

export function confirmContact(id, visit) {
  return make({
    kind: "confirm", about: id,
    apply: network => withFields(network, id, { confirmed_in: visit }),
    request: () => ({ method: "POST", path: `/contacts/${id}/confirm` }),
  });
}

export function putTie(a, b, facts) {
  return make({
    kind: "tie", about: a,
    apply: network => withTie(network, { a, b, strength: 1, strained: false, ...facts }),
    request: () => ({ method: "PUT", path: `/ties/${a}/${b}`, body: facts }),
  });
}

export function untie(a, b) {
  return make({
    kind: "untie", about: a,
    apply: network => withoutTie(network, a, b),
    request: () => ({ method: "DELETE", path: `/ties/${a}/${b}` }),
  });
}

export function changeNetwork(facts) {
  return make({
    kind: "network",
    apply: network => ({ ...network, ...facts, needs: { ...network.needs, ...(facts.needs ?? {}) } }),
    request: () => ({ method: "PATCH", path: "/network", body: facts }),
  });
}

// That all ties were asked for is said of whoever is seen here: somebody whom a colleague adds meanwhile isn't meant.
export function sayAllTies(said, among) {
  return make({
    kind: "network", saysAllTies: said,
    apply: network => ({ ...network, ties_asked: said }),
    request: () => ({ method: "PATCH", path: "/network", body: said ? { ties_asked: said, among } : { ties_asked: said } }),
  });
}

// What only the service knows how to do shows once it answers.
const atService = (kind, path) => () => make({
  kind, apply: network => network, request: () => ({ method: "POST", path }),
});

export const tidy = atService("tidy", "/tidy");
export const undo = atService("undo", "/undo");
export const redo = atService("redo", "/redo");
