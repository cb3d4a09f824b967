// The only file that names Plotly: it draws the figures that the service makes.
const OPTIONS = { displayModeBar: false, responsive: false, staticPlot: true };

export async function draw(place, figure) {
  await Plotly.react(place, figure.data, figure.layout, OPTIONS);
}

export function isReady() {
  return "Plotly" in window;
}

// A picture as a data address. Plotly makes a PNG by way of a blob, which our pages may not load: so it is
// painted here, from the SVG.
export async function picture(figure, format, scale) {
  const { width, height } = figure.layout;
  const svg = await Plotly.toImage(figure, { format: "svg", width, height });
  return format === "svg" ? svg : painted(svg, width * scale, height * scale);
}

async function painted(svg, width, height) {
  const image = Object.assign(new Image(width, height), { src: svg });
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(image, 0, 0, width, height);
  return canvas.toDataURL("image/png");
}
