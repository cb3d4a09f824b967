// Map, questions and table are one page: switching loses nothing, and the address says which one it is.
export class Views extends EventTarget {
  #desk = document.querySelector("[data-desk]");
  #links = [...document.querySelectorAll("a[data-view]")];

  constructor() {
    super();
    for (const link of this.#links) link.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.pushState(null, "", link.href);
      this.#show(link.dataset.view);
    });
    addEventListener("popstate", () => this.#show(new URLSearchParams(location.search).get("view") ?? "map"));
  }

  get view() { return this.#desk.dataset.view; }

  #show(view) {
    this.#desk.dataset.view = view;
    for (const link of this.#links) link.toggleAttribute("aria-current", false);
    for (const link of this.#links) if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    document.title = `${{ map: "Map", ask: "Questions", table: "Table" }[view]} · supportmap`;
    this.dispatchEvent(new Event("change"));
  }
}
