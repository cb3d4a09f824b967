// A network as values that are never changed in place: who is on it, who knows whom, what was asked.

export const pairOf = (a, b) => [a, b].sort().join(" ");

export function networkOf(told) {
  return {
    version: told.network_version, latest: told.network_version,
    elicited: told.elicited,
    ties_asked: told.ties_asked,
    needs: told.needs,
    contacts: new Map(told.contacts.map(each => [each.id, each])),
    ties: new Map(told.ties.map(each => [pairOf(each.a, each.b), each])),
  };
}

export function withContact(network, contact) {
  return { ...network, elicited: true, contacts: new Map(network.contacts).set(contact.id, contact) };
}

// What a referral is to lead to isn't in their life yet: nobody can be asked about it.
export function askedAbout(network) {
  return [...network.contacts.values()].filter(each => each.status !== "past" && !each.expected_of);
}

// Whom somebody knows who is new, or back, was not asked yet.
export function withNewContact(network, contact) {
  const ties_asked = network.ties_asked && contact.status !== "active";
  return { ...withContact(network, contact), ties_asked };
}

export function withFields(network, id, fields) {
  const contact = network.contacts.get(id);
  if (!contact) return network;
  const isBack = contact.status !== "active" && fields.status === "active";
  return (isBack ? withNewContact : withContact)(network, { ...contact, ...fields });
}

export function activeIn(network) {
  return [...network.contacts.values()].filter(each => each.status === "active").map(each => each.id);
}

export function withoutContact(network, id) {
  const contacts = new Map(network.contacts);
  contacts.delete(id);
  return { ...network, contacts, ties: new Map([...network.ties].filter(([, tie]) => tie.a !== id && tie.b !== id)) };
}

export function withTie(network, tie) {
  return { ...network, ties: new Map(network.ties).set(pairOf(tie.a, tie.b), tie) };
}

export function withoutTie(network, a, b) {
  const ties = new Map(network.ties);
  ties.delete(pairOf(a, b));
  return { ...network, ties };
}

// What the service answers to a change: everything that was touched, as it is now.
export function withChanged(network, changed) {
  const contacts = new Map(network.contacts), ties = new Map(network.ties);
  for (const each of changed.contacts) contacts.set(each.id, each);
  for (const each of changed.ties) ties.set(pairOf(each.a, each.b), each);
  for (const id of changed.gone_contacts) contacts.delete(id);
  for (const { a, b } of changed.gone_ties) ties.delete(pairOf(a, b));
  const own = changed.network ?? {};
  const needs = { ...network.needs, ...(own.needs ?? {}) };
  // What others changed in between isn't told here: until the news bring it, no later version is known whole.
  const version = changed.change === network.version + 1 ? changed.change : network.version;
  return { ...network, ...own, needs, contacts, ties, version, latest: Math.max(network.latest, changed.network_version) };
}

export function tiesOf(network, id) {
  return [...network.ties.values()].filter(tie => tie.a === id || tie.b === id);
}
