// Sends a large file part by part, so that none is larger than the server takes, and shows how far it is.
const PART = 4 * 1024 * 1024;
const TRIES = 5;

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const file = form.elements.file.files[0];
    const told = form.querySelector(".sending"), bar = told.querySelector("progress"), words = told.querySelector("span");
    told.hidden = false;
    form.inert = true;
    const problem = await send(file, share => {
      bar.value = share;
      words.textContent = `${Math.floor(share * 100)} of 100 sent`;
    });
    if (problem) {
      form.inert = false;
      words.textContent = problem;
      return;
    }
    const name = document.createElement("input");
    Object.assign(name, { type: "hidden", name: "file_name", value: file.name });
    form.append(name);
    form.elements.file.disabled = true;
    form.submit();
    form.elements.file.disabled = false;
  });

  // Back on the page as it was left, it can be filled in again; until then a second press sends nothing.
  addEventListener("pageshow", () => { form.inert = false; });

  async function send(file, show) {
    const address = new URL(form.dataset.upload + form.elements.id.value, location.href);
    address.searchParams.set("name", file.name);
    let sent = 0;
    for (let tries = 0; sent < file.size; show(sent / file.size)) {
      address.searchParams.set("from", sent);
      try {
        const answer = await fetch(address, { method: "PUT", body: file.slice(sent, sent + PART) });
        const { size, words } = await answer.json();
        if (words) return words;
        sent = size;
        tries = 0;
      } catch {
        if (++tries === TRIES) return "The file wasn’t sent: look whether you are still signed in, then try again.";
        await new Promise(done => setTimeout(done, 1000));
      }
    }
  }
}
