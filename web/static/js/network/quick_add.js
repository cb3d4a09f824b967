// "Name, Enter, next": the field stays open, and whoever was added last is chosen, to be placed and asked about.

export function quickAdd(acts) {
  const form = document.querySelector("[data-quick-add]"), field = form.elements.name;
  form.addEventListener("submit", event => {
    event.preventDefault();
    const name = field.value.trim().normalize("NFC");
    if (!name) return field.focus();
    field.value = "";
    acts.select(acts.add({ name }));
    field.focus();
  });
  return { focus: () => field.focus() };
}
