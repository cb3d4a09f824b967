// Lets a reload ask for the page of a list, where a form has made the page: the form isn't sent once more.
const list = document.querySelector("[data-renewed]");
if (list) history.replaceState(null, "", list.dataset.renewed);
