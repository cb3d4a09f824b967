// The layer over the map that can be touched and focused: one handle for each contact, and what waits to be drawn.
import { keepInSight } from "./in_sight.js";
import { radiusOf } from "./geometry.js";
import { tiesOf } from "./model.js";
import { shownName, spoken } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const HIT = 22;
// Up to so many names that wait for the drawing stand level under their contacts; more are turned, along their spokes.
const LEVEL = 8;
const LEVEL_BELOW = 24, BESIDE = 13, LINE = 12, LETTER = 7;
const LONGEST = 24, SHORTEST = 5;

export class Overlay {
  #store;
  #map;
  #handles = new Map();
  #lines = element("g", { class: "lines", "aria-hidden": "true" });
  #ghosts = element("g", { class: "ghosts", "aria-hidden": "true" });
  #layer = element("g", { class: "handles" });

  constructor(store, map) {
    this.svg = document.querySelector("[data-overlay]");
    this.svg.append(this.#lines, this.#ghosts, this.#layer);
    this.#store = store;
    this.#map = map;
    this.focused = null;
    this.selected = null;
    map.addEventListener("drawn", () => this.draw());
    store.addEventListener("change", () => this.draw());
  }

  get contacts() { return [...this.#store.network.contacts.values()]; }
  get geometry() { return this.#map.geometry; }

  pointOf(contact) { return this.geometry.pixels(this.#map.placeOf(contact)); }

  draw() {
    if (!this.geometry) return;
    const { size } = this.geometry;
    this.svg.setAttribute("viewBox", `0 0 ${size} ${size}`);
    Object.assign(this.svg.style, { width: `${size}px`, height: `${size}px` });
    const here = new Set(this.contacts.map(each => each.id));
    for (const [id, handle] of this.#handles) if (!here.has(id)) { handle.remove(); this.#handles.delete(id); }
    if (!here.has(this.focused)) this.focused = this.contacts[0]?.id ?? null;
    for (const contact of this.contacts) this.#place(contact);
    this.#write();
    this.#drawLines();
  }

  #place(contact) {
    const handle = this.#handles.get(contact.id) ?? this.#made(contact.id);
    const { x, y } = this.pointOf(contact);
    handle.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
    handle.setAttribute("aria-label", spoken(contact));
    handle.setAttribute("tabindex", contact.id === this.focused ? "0" : "-1");
    handle.setAttribute("aria-pressed", String(contact.id === this.selected));
    handle.classList.toggle("selected", contact.id === this.selected);
    handle.classList.toggle("waiting", !this.#map.isDrawnAt(contact));
  }

  // The names that the drawing doesn't have yet.
  #write() {
    const waiting = this.contacts.filter(each => !this.#map.isDrawnAt(each)), isLevel = waiting.length <= LEVEL;
    this.#layer.classList.toggle("crowded", !isLevel);
    for (const handle of this.#handles.values()) handle.querySelector("text").textContent = "";
    for (const contact of waiting) {
      const text = this.#handles.get(contact.id).querySelector("text"), place = this.#map.placeOf(contact);
      text.textContent = shorten(shownName(contact), isLevel ? LONGEST : this.#roomAlong(place.radius, waiting.length));
      set(text, isLevel ? { x: 0, y: LEVEL_BELOW, transform: "", class: "" } : alongSpoke(place.angle));
    }
  }

  // How many letters so many names have along their spokes before they run into each other.
  #roomAlong(radius, count) {
    const clear = radius * this.geometry.unit - BESIDE - count * LINE / (2 * Math.PI);
    return Math.min(LONGEST, Math.floor(clear / LETTER));
  }

  #made(id) {
    const handle = element("g", { role: "button", "data-contact": id, class: "handle" });
    handle.append(
      element("circle", { class: "hit", r: HIT }), element("circle", { class: "ring", r: 15 }),
      element("circle", { class: "dot", r: 7 }), element("text", { "aria-hidden": "true" }),
    );
    this.#layer.append(handle);
    this.#handles.set(id, handle);
    return handle;
  }

  handle(id) { return this.#handles.get(id); }

  select(id) {
    this.selected = id;
    if (id) this.focused = id;
    this.draw();
  }

  focus(id, quietly = false) {
    if (!this.#handles.has(id)) return;
    this.focused = id;
    for (const [own, handle] of this.#handles) handle.setAttribute("tabindex", own === id ? "0" : "-1");
    this.#handles.get(id).focus({ preventScroll: quietly });
    if (!quietly) keepInSight(this.#handles.get(id));
  }

  // The contact nearest to a point within a reach, in pixels.
  nearest(point, reach) {
    let best = null, least = reach;
    for (const contact of this.contacts) {
      const at = this.pointOf(contact), distance = Math.hypot(at.x - point.x, at.y - point.y);
      if (distance < least) [best, least] = [contact, distance];
    }
    return best;
  }

  // A handle follows the pointer, with its ties; nothing else is drawn anew.
  drag(id, point) {
    const handle = this.#handles.get(id);
    handle.classList.add("dragged");
    handle.setAttribute("transform", `translate(${point.x.toFixed(1)} ${point.y.toFixed(1)})`);
    this.#drawLines(id, point);
  }

  drop(id) {
    this.#handles.get(id)?.classList.remove("dragged");
    this.draw();
  }

  rubber(from, to) {
    this.#ghosts.replaceChildren(...(from ? [line(from, to, "rubber")] : []));
  }

  // What if: somebody is gone, or somebody stands where nobody is yet.
  ghost(id, place) {
    for (const [own, handle] of this.#handles) handle.classList.toggle("gone", own === id);
    if (!place) return this.#ghosts.replaceChildren();
    const { x, y } = this.geometry.pixels(place);
    this.#ghosts.replaceChildren(element("circle", { class: "joining", cx: x, cy: y, r: 11 }));
  }

  // The ties of whoever is selected or dragged, and those that the drawing doesn't have yet.
  #drawLines(id = this.selected, point) {
    const { network } = this.#store;
    const at = own => (own === id && point ? point : this.pointOf(network.contacts.get(own)));
    const own = id ? tiesOf(network, id) : [];
    const undrawn = [...network.ties.entries()].filter(([pair]) => !this.#store.confirmed.ties.has(pair)).map(([, tie]) => tie);
    const lines = [...new Set([...own, ...undrawn])].filter(tie => network.contacts.has(tie.a) && network.contacts.has(tie.b));
    this.#lines.replaceChildren(...lines.map(tie => line(at(tie.a), at(tie.b), `strength-${tie.strength}${tie.strained ? " strained" : ""}`)));
  }

  // The next contact round the circle, or on the next circle out or in, from one on.
  neighbour(id, key) {
    const from = this.#store.network.contacts.get(id);
    if (!from) return this.contacts[0]?.id;
    const here = this.#map.placeOf(from);
    const angled = this.contacts.map(each => ({ id: each.id, radius: radiusOf(each), angle: this.#map.placeOf(each).angle }));
    return key === "ArrowLeft" || key === "ArrowRight" ? round(angled, id, key === "ArrowLeft" ? 1 : -1) : across(angled, id, here, key === "ArrowUp");
  }
}

function round(places, id, step) {
  const ordered = places.sort((one, two) => one.angle - two.angle || one.radius - two.radius);
  const at = ordered.findIndex(each => each.id === id);
  return ordered[(at + step + ordered.length) % ordered.length].id;
}

function across(places, id, here, outwards) {
  const turn = each => Math.abs((each.angle - here.angle + 540) % 360 - 180);
  const beyond = places.filter(each => each.id !== id && (outwards ? each.radius > here.radius : each.radius < here.radius));
  return beyond.sort((one, two) => Math.abs(one.radius - here.radius) * 60 + turn(one) - Math.abs(two.radius - here.radius) * 60 - turn(two))[0]?.id ?? id;
}

function shorten(name, most) {
  if (most < SHORTEST) return "";
  return name.length > most ? `${[...name].slice(0, most - 1).join("")}…` : name;
}

function line(from, to, kind) {
  return element("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: `bond ${kind}` });
}

// Towards the middle, where there is room, and never upside down.
function alongSpoke(angle) {
  const isRight = Math.cos(angle * Math.PI / 180) >= 0;
  return { x: isRight ? -BESIDE : BESIDE, y: 4, transform: `rotate(${isRight ? -angle : 180 - angle})`, class: isRight ? "ends" : "begins" };
}

function element(name, attributes) {
  return set(document.createElementNS(SVG, name), attributes);
}

function set(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
