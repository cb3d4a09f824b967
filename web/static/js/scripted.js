// Says before anything is drawn that scripts run: what is only for reading without them is then not shown.
document.documentElement.classList.add("scripted");
