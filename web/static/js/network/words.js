// The words for facts; names give way to pseudonyms while names are off.
import { isCurtained } from "../curtain.js";

const data = JSON.parse(document.getElementById("network").textContent);

export const CLIENT = data.client;
export const NAMES_OFF = data.namesOff;
export const CIRCLES = data.words.circles;
export const SECTORS = data.words.sectors;
// The open visit, then those that it was reopened from; nothing while none is open.
export const VISITS = data.visits;
export const FIRST = data.network;
export const RATINGS = ["emotional", "practical", "belonging", "gives_back", "strain", "reach", "frequency"];

// What somebody wrote, by which a contact could be told.
export const NAMING = ["name", "relationship", "note"];

export function shownName(contact) {
  if (!NAMES_OFF && !isCurtained()) return contact.name || "no name";
  return contact.pseudonym || "somebody new";
}

export function answerWord(name, value) {
  return data.words.answers[name][String(value)];
}

export function fieldWord(name) {
  return data.words.fields[name] ?? name;
}

export function placeWord(contact) {
  const circle = data.words.circles[String(contact.circle ?? null)];
  return contact.sector ? `${data.words.sectors[contact.sector]}, ${circle}` : circle;
}

// Nothing where they are active: that is what is said of all others.
export function statusWord(contact) {
  if (contact.status === "active") return "";
  return contact.expected_of ? "expected of a referral" : contact.status;
}

export function spoken(contact) {
  const status = contact.status === "active" ? "" : `, ${statusWord(contact)}`;
  return `${shownName(contact)}, ${placeWord(contact)}${status}`;
}

// Names one after the other, told apart where a name has a comma of its own, as the service's sentences do.
export function inARow(names) {
  return names.join(names.some(name => name.includes(",")) ? "; " : ", ");
}

export function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}
