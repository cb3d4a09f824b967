// What the service refused, in words, until it is put away.
export function notice(words) {
  const made = document.createElement("p");
  made.className = "notice bad floating";
  made.setAttribute("role", "alert");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "plain", textContent: "OK" });
  button.addEventListener("click", () => made.remove());
  made.append(`${words} `, button);
  document.querySelector("main").before(made);
}
