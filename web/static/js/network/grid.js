// Contacts by questions as a table: everything that the map can do, by keyboard alone.
import { KEYS, tapped } from "./answering.js";
import { placeWord, shownName, answerWord, statusWord, RATINGS, CIRCLES, SECTORS } from "./words.js";

export class Grid {
  #store;
  #acts;
  #table = document.querySelector("[data-grid]");
  #body = this.#table.tBodies[0];
  #rows = new Map();
  #at = { id: null, column: 0 };

  constructor(store, acts) {
    this.#store = store;
    this.#acts = acts;
    store.addEventListener("change", () => this.show());
    acts.addEventListener("select", () => this.show());
    this.#body.addEventListener("click", event => this.#clicked(event.target));
    this.#body.addEventListener("change", event => this.#chosen(event.target));
    this.#body.addEventListener("keydown", event => this.#key(event));
    this.#body.addEventListener("focusin", event => this.#focused(event.target));
    this.show();
  }

  show() {
    const people = [...this.#store.network.contacts.values()], here = new Set(people.map(each => each.id));
    for (const [id, row] of this.#rows) if (!here.has(id)) { row.remove(); this.#rows.delete(id); }
    for (const contact of people) this.#fill(contact);
    if (!here.has(this.#at.id)) this.#at = { id: people[0]?.id ?? null, column: 0 };
    this.#rove();
    document.querySelector("[data-grid-empty]").hidden = people.length > 0;
    this.#table.hidden = !people.length;
  }

  #fill(contact) {
    const row = this.#rows.get(contact.id) ?? this.#made(contact.id);
    const [name, sector, circle, ...answers] = row.cells;
    name.firstChild.textContent = shownName(contact);
    name.firstChild.setAttribute("aria-pressed", String(this.#acts.selected === contact.id));
    row.classList.toggle("past", contact.status !== "active");
    name.lastChild.textContent = statusWord(contact);
    name.firstChild.title = placeWord(contact);
    sector.firstChild.value = contact.sector ?? "";
    circle.firstChild.value = contact.circle ?? "";
    for (const [n, column] of RATINGS.entries()) show(answers[n].firstChild, column, contact);
  }

  #made(id) {
    const row = this.#body.insertRow();
    row.setAttribute("role", "row");
    row.dataset.row = id;
    const name = row.appendChild(document.createElement("th"));
    Object.assign(name, { scope: "row" }).setAttribute("role", "rowheader");
    name.append(control("button", { type: "button", dir: "auto", className: "plain" }), Object.assign(document.createElement("span"), { className: "tag" }));
    cell(row, choice("Part of life", [["", "not said"], ...Object.entries(SECTORS).filter(([key]) => key !== "null")]));
    cell(row, choice("Circle", [["", "not placed"], ...Object.entries(CIRCLES).filter(([key]) => key !== "null")]));
    for (const column of RATINGS) cell(row, control("button", { type: "button", className: "answer" })).dataset.answer = column;
    this.#rows.set(id, row);
    return row;
  }

  #clicked(target) {
    const button = target.closest("button"), id = target.closest("tr")?.dataset.row;
    if (!button) return;
    const column = button.parentElement.dataset.answer;
    if (!column) return this.#acts.select(id);
    this.#acts.answer(id, column, tapped(this.#acts.contact(id), column));
  }

  #chosen(select) {
    const id = select.closest("tr").dataset.row, contact = this.#acts.contact(id);
    const isCircle = select.parentElement.cellIndex === 2;
    const circle = isCircle ? Number(select.value) || null : contact.circle, sector = isCircle ? contact.sector : select.value || null;
    this.#acts.place(id, sector, circle);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const td = event.target.closest("td, th"), row = td?.parentElement, column = td?.dataset.answer;
    if (!row) return;
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0], Home: [0, -99], End: [0, 99] }[event.key];
    const isList = event.target.matches("select");
    if (step && !(isList && step[0])) this.#go(row.sectionRowIndex + step[0], td.cellIndex + step[1]);
    else if (column && event.key in KEYS) this.#answered(row, td, KEYS[event.key]);
    else if (event.key === "Delete" && !isList) this.#acts.dispatchEvent(new CustomEvent("ask-end", { detail: { id: row.dataset.row } }));
    else return;
    event.preventDefault();
  }

  #answered(row, td, value) {
    this.#acts.answer(row.dataset.row, td.dataset.answer, value);
    const last = td.cellIndex === row.cells.length - 1;
    if (!last) this.#go(row.sectionRowIndex, td.cellIndex + 1);
  }

  #go(row, column) {
    const rows = this.#body.rows, to = rows[Math.max(0, Math.min(rows.length - 1, row))];
    to.cells[Math.max(0, Math.min(to.cells.length - 1, column))].firstChild.focus();
  }

  #focused(target) {
    const td = target.closest("td, th");
    this.#at = { id: td.parentElement.dataset.row, column: td.cellIndex };
    this.#rove();
  }

  #rove() {
    for (const row of this.#body.rows) for (const td of row.cells) {
      td.firstChild.tabIndex = row.dataset.row === this.#at.id && td.cellIndex === this.#at.column ? 0 : -1;
    }
  }
}

function show(button, column, contact) {
  const value = contact[column] ?? null;
  button.textContent = value === null ? "?" : String(value);
  button.dataset.value = String(value);
  button.setAttribute("aria-label", `${shownName(contact)}, ${column.replace("_", " ")}: ${answerWord(column, value)}`);
  button.title = answerWord(column, value);
}

function cell(row, content) {
  const made = row.insertCell();
  made.setAttribute("role", "gridcell");
  made.append(content);
  return made;
}

function control(name, facts) { return Object.assign(document.createElement(name), facts); }

function choice(label, options) {
  const select = document.createElement("select");
  select.setAttribute("aria-label", label);
  select.append(...options.map(([value, words]) => new Option(words, value)));
  return select;
}
