// Finds, filters and sorts the clients that the page has; what it does is gone with the page.
import { fold } from "./fold.js";

const RANKED = new Set(["emotional", "practical", "belonging"]);
const NUMBERS = new Set(["size", "changes"]);
const table = document.querySelector("table.caseload");
if (table) arrange(table);

function arrange(table) {
  const rows = [...table.tBodies[0].rows], filters = document.querySelector("[data-filters]");
  const search = filters.querySelector("[data-search]"), count = filters.querySelector("[data-count]");
  const nothing = document.querySelector("[data-nothing]");
  const RANK = { gap: 0, uncertain: 1, thin: 2, covered: 3, "not assessed": 4 };
  filters.hidden = false;
  for (const head of table.querySelectorAll("th[data-sort]")) makeSortable(head);
  filters.addEventListener("input", filter);
  document.querySelector("[data-clear]").addEventListener("click", () => {
    search.value = "";
    filters.querySelector("[name=gap][value='']").checked = true;
    filter();
    search.focus();
  });

  function filter() {
    const wanted = fold(search.value.trim()), gap = filters.querySelector("[name=gap]:checked").value;
    for (const row of rows) row.hidden = !fold(row.dataset.label).includes(wanted) || !fits(row, gap);
    const shown = rows.filter(row => !row.hidden).length;
    count.textContent = `${shown} client${shown === 1 ? "" : "s"}`;
    nothing.hidden = shown > 0;
  }

  function fits(row, gap) {
    if (gap === "waits") return "waits" in row.dataset;
    return !gap || ["gap", "uncertain"].includes(row.dataset[gap]);
  }

  function makeSortable(head) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "sort" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head));
  }

  function sort(head) {
    const by = head.dataset.sort, up = head.getAttribute("aria-sort") !== "ascending", sign = up ? 1 : -1;
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const key = row => (RANKED.has(by) ? RANK[row.dataset[by]] : NUMBERS.has(by) ? Number(row.dataset[by]) : row.dataset[by]);
    const sorted = [...rows].sort((one, two) => sign * compare(key(one), key(two)) || compare(one.dataset.label, two.dataset.label));
    table.tBodies[0].append(...sorted);
  }
}

function compare(one, two) { return typeof one === "number" ? one - two : one.localeCompare(two, undefined, { numeric: true, sensitivity: "base" }); }
