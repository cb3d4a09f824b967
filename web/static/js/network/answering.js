// How an answer is given by tapping and by keys, in questions, table and inspector alike.

// What the next tap means: sometimes, almost always, hardly ever, not asked.
const TAPS = new Map([[null, 1], [1, 2], [2, 0], [0, null]]);
export const KEYS = { 0: 0, 1: 1, 2: 2, "?": null, Backspace: null };

export function tapped(contact, name) {
  return TAPS.get(contact[name] ?? null);
}
