// Draws the figures of a page in the reader's colours and width; on paper in the light ones.
import { draw } from "./network/plot.js";

const PAUSE = 200;
const dark = matchMedia("(prefers-color-scheme: dark)");
const places = [...document.querySelectorAll("[data-figure]")];
const shown = new Map(), onPaper = new Map(), asked = new Map();

async function figureOf(place, theme, width) {
  const path = new URL(place.dataset.figure, location.href);
  path.searchParams.set("theme", theme);
  if ("sized" in place.dataset) path.searchParams.set("size", width);
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function widthOf(place) {
  return Math.max(300, Math.min("sized" in place.dataset ? 760 : 1400, Math.floor(place.clientWidth)));
}

// Of answers that overtake each other the last asked counts; what is drawn stays until there is better.
async function show(place) {
  const width = widthOf(place), turn = (asked.get(place) ?? 0) + 1;
  asked.set(place, turn);
  try {
    const figure = await figureOf(place, dark.matches ? "dark" : "light", width);
    if (turn !== asked.get(place)) return;
    shown.set(place, { figure, width });
    await drawn(place, figure, width);
  } catch {
    if (!shown.has(place)) place.textContent = "The figure can’t be shown now: reload the page. The words beside it say the same.";
  }
}

function drawn(place, figure, width) {
  return draw(place, { ...structuredClone(figure), layout: { ...figure.layout, width: figure.layout.width ?? width } });
}

// Paper is white, whatever the screen; what is drawn for it has to be there already, because printing waits
// for nothing. Until it is, the words beside the figure are printed in its place (client.css).
async function readyForPaper(place) {
  const figure = await figureOf(place, "light", place.dataset.paper).catch(() => null);
  if (figure) onPaper.set(place, figure);
  if (figure || !shown.has(place)) place.dataset.ready = "";
}

addEventListener("beforeprint", () => {
  for (const [place, figure] of onPaper) drawn(place, figure, Number(place.dataset.paper));
});
addEventListener("afterprint", () => {
  for (const [place, { figure, width }] of shown) drawn(place, figure, width);
});
dark.addEventListener("change", () => places.forEach(show));

let waiting = 0;
const watching = new ResizeObserver(() => {
  clearTimeout(waiting);
  waiting = setTimeout(() => places.filter(isOfAnotherWidth).forEach(show), PAUSE);
});

function isOfAnotherWidth(place) {
  return Math.abs(widthOf(place) - (shown.get(place)?.width ?? 0)) > 8;
}

async function prepare(place) {
  await show(place);
  watching.observe(place);
  await readyForPaper(place);
}

const prepared = Promise.all(places.map(prepare));

for (const button of document.querySelectorAll("[data-print]")) {
  const words = button.querySelector("span"), print = words.textContent;
  Object.assign(button, { hidden: false, disabled: true });
  words.textContent = "The page is being drawn…";
  button.addEventListener("click", () => window.print());
  prepared.then(() => { button.disabled = false; words.textContent = print; });
}
