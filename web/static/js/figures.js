// Draws each figure of the page in the theme of the reader; on paper in the light one, as wide as the paper.
const PAPER_WIDTH = 700;
const figures = JSON.parse(document.getElementById("figures").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");

function draw(theme, size) {
  for (const place of document.querySelectorAll("[data-figure]")) {
    const { data, layout } = figures[theme][place.dataset.figure];
    Plotly.react(place, data, { ...size, ...layout }, { displayModeBar: false, responsive: true });
    place.scrollLeft = (place.scrollWidth - place.clientWidth) / 2;
  }
}

function drawForScreen() {
  draw(dark.matches ? "dark" : "light", {});
}

dark.addEventListener("change", drawForScreen);
addEventListener("beforeprint", () => draw("light", { width: PAPER_WIDTH }));
addEventListener("afterprint", drawForScreen);
drawForScreen();
