// Mouse, pen and finger on the map: a tap selects, a drag moves; in the tie mode both join two contacts.
const REACH = { mouse: 22, pen: 26, touch: 30 };
const THRESHOLD = 4;

// `acts` are tap(id), move(id, place), tie(a, b) and miss(), a tap where nobody is; `mode()` is "move" or "tie".
export function pointAt(overlay, acts, mode) {
  const { svg } = overlay;
  let held = null;

  const pointOf = event => {
    const box = svg.getBoundingClientRect(), scale = overlay.geometry.size / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  };

  svg.addEventListener("pointerdown", event => {
    if (event.button || !overlay.geometry) return;
    const point = pointOf(event), contact = overlay.nearest(point, REACH[event.pointerType] ?? 22);
    if (!contact) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    held = { id: contact.id, start: point, point, moved: false, pointer: event.pointerId };
    overlay.focus(contact.id, true);
  });

  // A finger on a contact moves the contact; anywhere else it scrolls the page, as it always does.
  svg.addEventListener("touchstart", event => { if (held) event.preventDefault(); }, { passive: false });

  svg.addEventListener("pointermove", event => {
    if (!held || event.pointerId !== held.pointer) return;
    held.point = pointOf(event);
    held.moved ||= Math.hypot(held.point.x - held.start.x, held.point.y - held.start.y) > THRESHOLD;
    if (!held.moved) return;
    if (mode() === "tie") overlay.rubber(held.start, held.point);
    else overlay.drag(held.id, held.point);
  });

  svg.addEventListener("pointerup", event => {
    if (!held || event.pointerId !== held.pointer) return;
    const { id, moved, point } = held;
    held = null;
    overlay.rubber();
    if (!moved) return acts.tap(id);
    if (mode() === "tie") return acts.tie(id, overlay.nearest(point, REACH[event.pointerType] ?? 22)?.id);
    acts.move(id, overlay.geometry.placeAt(point));
    overlay.drop(id);
  });

  // A finger that scrolls the page makes no click.
  svg.addEventListener("click", event => {
    if (overlay.geometry && !overlay.nearest(pointOf(event), REACH[event.pointerType] ?? 22)) acts.miss();
  });

  const cancel = () => {
    if (!held) return false;
    const { id } = held;
    held = null;
    overlay.rubber();
    overlay.drop(id);
    return true;
  };
  svg.addEventListener("pointercancel", cancel);
  return cancel;
}
