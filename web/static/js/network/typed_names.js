// Names typed among the questions: Enter adds one, and so does going on; leaving the page with one asks first.

// `add(name, facts)` is told the name, and what its field says about whoever it names.
export function typedNames(section, add) {
  const forms = [...section.querySelectorAll("form")];
  section.addEventListener("submit", event => {
    event.preventDefault();
    if (take(event.target)) event.target.elements.name.focus();
  });
  addEventListener("beforeunload", event => { if (forms.some(nameIn)) event.preventDefault(); });
  // Names that go off in another tab take this page with them: it must not stop to ask.
  document.addEventListener("names-off", enter);

  function take(form) {
    const name = nameIn(form);
    if (!name) return false;
    form.elements.name.value = "";
    add(name, form.dataset);
    return true;
  }

  // Whatever was typed and not entered; tells whether anything was.
  function enter() { return forms.filter(take).length > 0; }

  return { enter };
}

function nameIn(form) {
  return form.elements.name.value.trim().normalize("NFC");
}
