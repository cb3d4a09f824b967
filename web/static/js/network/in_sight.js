// Whoever is chosen or focused on the map stays in sight: under the bar of the client, and above what comes up from below.
const ROOM = 24;
// Where that is so: as in fitting.css and network.css.
const sheet = matchMedia("(max-width: 60rem)");
const bar = document.querySelector(".client-bar");
const inspector = document.querySelector("[data-inspector]"), tieKind = document.querySelector("[data-tie-kind]");

export function keepInSight(handle) {
  const box = handle?.querySelector(".hit").getBoundingClientRect();
  if (!box?.width) return;
  const above = box.top - ROOM - bar.getBoundingClientRect().bottom, below = box.bottom + ROOM - (innerHeight - covered());
  if (below > 0) scrollBy(0, below);
  else if (above < 0) scrollBy(0, above);
}

// How much of the window is covered from below.
function covered() {
  if (!sheet.matches) return 0;
  if (!tieKind.hidden) return tieKind.offsetHeight;
  return inspector.hidden ? 0 : inspector.parentElement.offsetHeight;
}
