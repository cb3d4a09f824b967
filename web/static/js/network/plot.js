// The only file that names Plotly: it draws the figures that the service makes.
const OPTIONS = { displayModeBar: false, responsive: false, staticPlot: true };

export async function draw(place, figure) {
  await Plotly.react(place, figure.data, figure.layout, OPTIONS);
}

export function isReady() {
  return "Plotly" in window;
}

export async function picture(figure, format, scale) {
  const { width, height } = figure.layout;
  return Plotly.toImage(figure, { format, width, height, scale });
}
