// Names typed one at a time: Enter adds one, and so does going on; leaving the page with one asks first.

// `add(name, facts)` is told the name, and what its form says about whoever it names.
export function typedNames(forms, add) {
  for (const form of forms) form.addEventListener("submit", event => {
    event.preventDefault();
    take(form);
    form.elements.name.focus();
  });

  function take(form) {
    const name = nameIn(form);
    if (!name) return false;
    form.elements.name.value = "";
    add(name, form.dataset);
    return true;
  }

  // Whatever was typed and not entered; tells whether anything was.
  function enter() { return forms.filter(take).length > 0; }

  keepTyped(() => forms.some(nameIn), enter);
  return { enter };
}

// Leaving the page with what is typed asks first. Names that go off in another tab take this page with them, which
// must not stop to ask: what is typed is entered then.
export function keepTyped(isTyped, enter) {
  addEventListener("beforeunload", event => { if (isTyped()) event.preventDefault(); });
  document.addEventListener("names-off", enter);
}

function nameIn(form) {
  return form.elements.name.value.trim().normalize("NFC");
}
