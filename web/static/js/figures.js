// Draws each figure of the page in the theme of the reader; on paper always in the light one.
const figures = JSON.parse(document.getElementById("figures").textContent);
const dark = matchMedia("(prefers-color-scheme: dark)");

function draw(theme) {
  for (const place of document.querySelectorAll("[data-figure]")) {
    const { data, layout } = figures[theme][place.dataset.figure];
    Plotly.react(place, data, layout, { displayModeBar: false });
    place.scrollLeft = (place.scrollWidth - place.clientWidth) / 2;
  }
}

function drawForScreen() {
  draw(dark.matches ? "dark" : "light");
}

dark.addEventListener("change", drawForScreen);
addEventListener("beforeprint", () => draw("light"));
addEventListener("afterprint", drawForScreen);
drawForScreen();
