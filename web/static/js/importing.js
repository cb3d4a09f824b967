// Shows how far an import is, and its report once it is done.
const EVERY = 1000;
const place = document.querySelector("[data-importing]");
const bar = place.querySelector("progress"), words = place.querySelector("[data-words]");

async function look() {
  try {
    const answer = await fetch(place.dataset.importing, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const { state, done, total } = await answer.json();
    if (state !== "running") return location.reload();
    if (total) {
      bar.max = total;
      bar.value = done;
    }
    const share = total ? ` (${Math.floor((100 * done) / total)} of 100)` : "";
    words.textContent = `It is being read${share}. You can leave this page: it goes on.`;
  } catch {
    words.textContent = "No network just now: the import goes on without this page.";
  }
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);
