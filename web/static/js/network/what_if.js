// What if somebody were gone, new, or answered otherwise: numbers before and after, and a ghost on the map.
import { fragment } from "./api.js";
import { radiusOf } from "./geometry.js";
import { freeAngle } from "./places.js";
import { CLIENT, RATINGS, shownName } from "./words.js";

const SCALARS = [...RATINGS.filter(name => name !== "gives_back"), "circle"];

export function whatIf(acts, map, overlay) {
  const dialog = document.getElementById("what-if-dialog"), form = dialog.querySelector("[data-what-if-form]");
  const answers = form.querySelector("[data-what-if-answers]"), place = form.querySelector("[data-what-if-answer]");
  let asked = 0;
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("change", event => { if (event.target.name === "kind") fill(); ask(); });
  dialog.addEventListener("close", () => overlay.ghost(null));

  function open(id) {
    const contact = acts.contact(id);
    form.elements.kind.value = contact ? "leaves" : "joins";
    for (const kind of ["leaves", "changes"]) form.querySelector(`input[value="${kind}"]`).closest("label").hidden = !contact;
    if (contact) {
      form.querySelector("[data-what-if-leaves]").textContent = `${shownName(contact)} were gone`;
      form.querySelector("[data-what-if-changes]").textContent = `${shownName(contact)}’s answers were different`;
    }
    fill();
    ask();
    dialog.showModal();
  }

  function fill() {
    const kind = form.elements.kind.value, contact = kind === "changes" ? acts.contact(acts.selected) : {};
    answers.hidden = kind === "leaves";
    answers.querySelector("[data-joins-only]").hidden = kind !== "joins";
    for (const name of SCALARS) form.elements[name].value = contact[name] ?? "";
  }

  async function ask() {
    const kind = form.elements.kind.value, now = ++asked;
    const nodes = await fragment(`/clients/${CLIENT}/map/what-if`, body(kind));
    if (now !== asked) return;
    place.replaceChildren(...nodes);
    showGhost(kind);
  }

  function body(kind) {
    const sent = new URLSearchParams({ [kind]: kind === "joins" ? "new" : acts.selected });
    if (kind === "leaves") return sent;
    for (const name of SCALARS) sent.set(name, form.elements[name].value);
    if (kind === "joins") sent.set("sector", form.elements.sector.value);
    return sent;
  }

  function showGhost(kind) {
    if (!map.geometry) return;
    if (kind === "leaves") return overlay.ghost(acts.selected);
    const circle = Number(form.elements.circle.value) || null;
    if (kind === "joins") {
      const radius = radiusOf({ circle }), wedge = map.geometry.wedgeOf(form.elements.sector.value || null);
      return overlay.ghost(null, { radius, angle: freeAngle(map.others, wedge, radius) });
    }
    overlay.ghost(null, { ...map.placeOf(acts.contact(acts.selected)), radius: radiusOf({ circle }) });
  }

  return { open };
}
