// A picture of the map as a file, drawn on white whatever the screen's colours; its name tells nothing.
import { read } from "./api.js";
import { open } from "./dialogs.js";
import { picture } from "./plot.js";

export function savePictures(map) {
  const dialog = document.getElementById("picture-dialog");
  dialog.addEventListener("close", async () => {
    const format = dialog.returnValue;
    if (format !== "png" && format !== "svg") return;
    const { value } = await read(map.path(900, "light", true));
    value.layout.paper_bgcolor = "#ffffff";
    const link = Object.assign(document.createElement("a"), { href: await picture(value, format, 2), download: `map-${today()}.${format}` });
    link.click();
  });
  // Who comes from what is taken away wants one at once.
  if (location.hash === "#picture") open("picture-dialog");
}

function today() { return new Date().toLocaleDateString("sv"); }
