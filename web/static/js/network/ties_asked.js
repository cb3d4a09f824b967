// Whether all pairs were asked about is said in so many words: a tie says nothing of the others.
import { sayAllTies } from "./commands.js";
import { activeIn } from "./model.js";
import { notice } from "./notices.js";

const OTHERS_CAME = "Somebody is here whom you didn’t see when you said it: ask whom they know, then say it again.";

export function tiesAsked(store) {
  const places = [...document.querySelectorAll("[data-ties-asked]")];
  for (const place of places) place.addEventListener("click", event => {
    if (event.target.closest("button")) turn(place, !store.network.ties_asked);
  });
  store.addEventListener("change", show);
  store.addEventListener("change", ({ detail: { what, command } }) => {
    if (what === "confirmed" && command.saysAllTies && !store.confirmed.ties_asked) notice(OTHERS_CAME);
  });
  show();

  function turn(place, said) {
    store.do(sayAllTies(said, activeIn(store.network)));
    place.querySelector(said ? "[data-ties-back]" : "[data-ties-all]").focus();
  }

  function show() {
    const { ties, ties_asked: said } = store.network, active = activeIn(store.network);
    for (const place of places) {
      const all = place.querySelector("[data-ties-all]");
      place.hidden = active.length < 2;
      place.querySelector("[data-ties-said]").hidden = !said;
      all.hidden = said;
      all.textContent = ties.size ? "These are all the ties" : "Nobody knows anybody else";
    }
  }
}
