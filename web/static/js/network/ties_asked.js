// Whether all pairs were asked about is said in so many words: a tie says nothing of the others.
import { changeNetwork } from "./commands.js";

export function tiesAsked(store) {
  const places = [...document.querySelectorAll("[data-ties-asked]")];
  for (const place of places) place.addEventListener("click", event => {
    if (event.target.closest("button")) turn(place, !store.network.ties_asked);
  });
  store.addEventListener("change", show);
  show();

  function turn(place, said) {
    store.do(changeNetwork({ ties_asked: said }));
    place.querySelector(said ? "[data-ties-back]" : "[data-ties-all]").focus();
  }

  function show() {
    const { contacts, ties, ties_asked: said } = store.network;
    for (const place of places) {
      const all = place.querySelector("[data-ties-all]");
      place.hidden = contacts.size < 2;
      place.querySelector("[data-ties-said]").hidden = !said;
      all.hidden = said;
      all.textContent = ties.size ? "These are all the ties" : "Nobody knows anybody else";
    }
  }
}
