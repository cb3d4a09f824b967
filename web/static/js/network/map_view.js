// The map: the service draws it anew after each confirmed change; the overlay shows at once what was done.
import { quietly, read } from "./api.js";
import { Geometry, radiusOf } from "./geometry.js";
import { seatOf } from "./places.js";
import { draw, isReady } from "./plot.js";
import { NAMES_OFF } from "./words.js";

const ZOOMS = [1, 1.3, 1.7, 2.2];
const CLOSE = 0.2;
// What is left under the map; how large it is at least, where the page is scrolled for it anyway and where it isn't.
const UNDER = 8, LEGIBLE = 680, SHARE = 0.75, LEAST = 340, LEAST_AT_DESK = 480;
const dark = matchMedia("(prefers-color-scheme: dark)");
// Where whoever is chosen comes up from below (network.css), the map must leave room above.
const sheet = matchMedia("(max-width: 60rem)");

export class MapView extends EventTarget {
  #store;
  #stage = document.querySelector("[data-stage]");
  #scroll = document.querySelector("[data-stage-scroll]");
  #plot = document.querySelector("[data-plot]");
  #zoom = 0;
  #asking = 0;
  #tags = new Map();
  #places = new Map();
  #seats = new Map();

  constructor(store) {
    super();
    this.#store = store;
    this.geometry = null;
    new ResizeObserver(() => this.#resized()).observe(this.#scroll);
    dark.addEventListener("change", () => this.redraw().catch(quietly));
    store.addEventListener("change", () => this.#welcome());
  }

  // Where somebody is drawn or will be: {radius, angle}.
  placeOf(contact) {
    const drawn = this.#places.get(contact.id);
    return { radius: radiusOf(contact), angle: contact.angle ?? drawn?.angle ?? this.#seat(contact) };
  }

  // Whoever isn't drawn yet keeps the seat they were given among those who were there.
  #seat(contact) {
    if (!this.#seats.has(contact.id)) {
      const there = [...this.#store.network.contacts.values()].filter(each => each.angle !== null || this.#places.has(each.id) || this.#seats.has(each.id));
      const seat = seatOf(there.map(each => this.placeOf(each)), this.geometry.wedgeOf(contact.sector), radiusOf(contact));
      this.#seats.set(contact.id, seat);
    }
    return this.#seats.get(contact.id);
  }

  isDrawnAt(contact) {
    const drawn = this.#places.get(contact.id), place = this.placeOf(contact);
    return Boolean(drawn) && drawn.radius === place.radius && Math.abs((drawn.angle - place.angle + 540) % 360 - 180) < CLOSE;
  }

  get #isPeopled() { return this.#store.network.contacts.size > 0; }

  // What an empty map says goes with the first who is added, and doesn't wait for the next drawing.
  #welcome() {
    if (!this.#isPeopled || !this.figure?.layout.annotations.some(isInvitation)) return;
    this.figure = withoutInvitation(this.figure);
    draw(this.#plot, structuredClone(this.figure));
  }

  get others() { return [...this.#store.network.contacts.values()].map(each => this.placeOf(each)); }

  zoom(by) {
    this.#zoom = Math.max(0, Math.min(ZOOMS.length - 1, this.#zoom + by));
    return this.redraw();
  }

  // Asks for the map as it is confirmed now; of answers that overtake each other the last asked counts.
  async redraw() {
    if (!this.#scroll.clientWidth || !isReady()) return;
    const asked = ++this.#asking, path = this.path(this.#size());
    const answer = await read(path, this.#tags.get(path)?.tag);
    if (!answer.same) this.#tags.set(path, answer);
    if (asked !== this.#asking) return;
    await this.#show(this.#tags.get(path).value);
  }

  path(size, theme = dark.matches ? "dark" : "light", legend = false) {
    return `/figures/map?size=${size}&theme=${theme}&legend=${legend}&names=${!NAMES_OFF}`;
  }

  async #show(told) {
    const figure = this.figure = this.#isPeopled ? withoutInvitation(told) : told;
    this.geometry = new Geometry(figure.layout);
    const { width, height } = figure.layout;
    Object.assign(this.#stage.style, { width: `${width}px`, height: `${height}px` });
    await draw(this.#plot, structuredClone(figure));
    this.#places = placesIn(figure);
    for (const id of this.#places.keys()) this.#seats.delete(id);
    this.dispatchEvent(new Event("drawn"));
  }

  #size() {
    const { clientWidth } = this.#scroll;
    const top = this.#scroll.getBoundingClientRect().top + scrollY;
    // What is free below the tools, so that all of it is in sight; but never so little that names find no room.
    const free = window.innerHeight - top - UNDER;
    const wanted = sheet.matches ? Math.min(LEGIBLE, Math.max(free, window.innerHeight * SHARE, LEAST)) : Math.max(free, LEAST_AT_DESK);
    const room = Math.min(clientWidth, wanted);
    return Math.max(300, Math.min(2000, Math.round(room * ZOOMS[this.#zoom])));
  }

  #resized() {
    if (this.geometry && this.#size() !== this.geometry.size) this.redraw().catch(quietly);
  }
}

function isInvitation(annotation) { return annotation.name === "nobody"; }

function withoutInvitation(figure) {
  const annotations = figure.layout.annotations.filter(each => !isInvitation(each));
  return { ...figure, layout: { ...figure.layout, annotations } };
}

function placesIn(figure) {
  const trace = figure.data.find(each => each.name === "contacts");
  if (!trace) return new Map();
  return new Map(trace.ids.map((id, n) => {
    const x = trace.x[n], y = trace.y[n];
    const radius = Math.round(Math.hypot(x, y) * 2) / 2;
    return [id, { radius, angle: (Math.atan2(y, x) * 180 / Math.PI + 360) % 360 }];
  }));
}
