// Draws the figures of a page in the reader's colours and width; on paper in the light ones.
import { draw } from "./network/plot.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const places = [...document.querySelectorAll("[data-figure]")];
const light = new Map();

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

async function show(place) {
  const width = widthOf(place);
  try {
    const figure = await figureOf(place, dark.matches ? "dark" : "light", width);
    await draw(place, { ...figure, layout: { ...figure.layout, width: figure.layout.width ?? width } });
    place.dataset.width = width;
    light.set(place, await figureOf(place, "light", place.dataset.paper));
  } catch {
    place.textContent = "The figure can’t be shown now: reload the page. The words beside it say the same.";
  }
}

function showAll() { places.forEach(show); }

// Paper is white, whatever the screen; what is drawn for it has to be there already.
addEventListener("beforeprint", () => {
  for (const [place, figure] of light) draw(place, { ...structuredClone(figure), layout: { ...figure.layout, width: Number(place.dataset.paper) } });
});
addEventListener("afterprint", showAll);
dark.addEventListener("change", showAll);
const watching = new ResizeObserver(entries => entries.forEach(({ target }) => {
  if (target.dataset.width && Math.abs(widthOf(target) - target.dataset.width) > 8) show(target);
}));
places.forEach(place => watching.observe(place));
showAll();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
