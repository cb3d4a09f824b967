// Finds the clients of a list by their labels; what is typed stays in the page, and is in no address.
import { fold } from "./fold.js";

const table = document.querySelector("table[data-found]");
if (table) find(table, document.querySelector("[data-find]"));

function find(table, place) {
  const rows = [...table.tBodies[0].rows], count = place.querySelector("[role=status]"), field = place.querySelector("input");
  field.addEventListener("input", filter);
  place.hidden = false;

  function filter() {
    const wanted = fold(field.value.trim());
    for (const row of rows) row.hidden = !fold(row.dataset.label).includes(wanted);
    const shown = rows.filter(row => !row.hidden).length;
    count.textContent = !wanted ? "" : shown ? `${shown} of ${rows.length}` : "No client here fits.";
  }
}
