// The coverage and its reasons, as the service says them: asked anew after each confirmed change.
import { fragment } from "./api.js";
import { CLIENT } from "./words.js";

export class Panel {
  #places = { coverage: document.querySelector("[data-coverage]"), why: document.querySelector("[data-why]") };
  #asked = 0;

  async refresh() {
    const asked = ++this.#asked;
    const nodes = await fragment(`/clients/${CLIENT}/map/coverage`);
    if (asked !== this.#asked) return;
    for (const part of nodes.filter(node => node.dataset)) this.#put(this.#places[part.dataset.part], part);
  }

  // What was unfolded stays so, and focus where it was.
  #put(place, part) {
    const open = [...place.querySelectorAll("details[open]")].map(each => each.dataset.keep);
    const focused = place.contains(document.activeElement);
    place.replaceChildren(...part.childNodes);
    for (const name of open) place.querySelector(`details[data-keep="${name}"]`)?.setAttribute("open", "");
    if (focused) place.querySelector("summary")?.focus();
  }
}
