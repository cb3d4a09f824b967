// The keyboard on the map: one tab stop, arrows go from contact to contact, with Shift they move the contact.
import { NOT_PLACED, radiusOf, turned } from "./geometry.js";

const ARROWS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const STEP = 6;
const OUTWARDS = { 1: 2, 2: 3, 3: null, null: null }, INWARDS = { null: 3, 3: 2, 2: 1, 1: 1 };

export function steer(overlay, map, store, acts) {
  // Not on the SVG: one that listens for focus can be focused itself, and would be a stop of its own.
  overlay.svg.parentElement.addEventListener("focusin", event => {
    const id = event.target.closest("[data-contact]")?.dataset.contact;
    if (id) overlay.focused = id;
  });
  overlay.svg.addEventListener("keydown", event => {
    const id = event.target.closest("[data-contact]")?.dataset.contact;
    if (!id || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actOf(event);
    if (!act) return;
    event.preventDefault();
    act(id);
  });

  function actOf(event) {
    if (ARROWS.has(event.key)) return event.shiftKey ? id => shift(id, event.key) : id => overlay.focus(overlay.neighbour(id, event.key));
    return { Enter: acts.open, " ": acts.tap, t: acts.startTie, T: acts.startTie, Delete: acts.end, Backspace: acts.end }[event.key];
  }

  function shift(id, key) {
    const contact = store.network.contacts.get(id), { angle } = map.placeOf(contact);
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const to = turned(angle + (key === "ArrowLeft" ? STEP : -STEP));
      return acts.move(id, { circle: contact.circle, angle: to, sector: map.geometry.sectorAt(to) }, true);
    }
    const circle = (key === "ArrowUp" ? OUTWARDS : INWARDS)[String(contact.circle)];
    if ((circle ?? NOT_PLACED) !== radiusOf(contact)) acts.move(id, { circle, angle, sector: contact.sector ?? map.geometry.sectorAt(angle) }, true);
  }
}
