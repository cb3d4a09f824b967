// A text as searches compare it: whatever its case and its accents.
export function fold(text) { return text.normalize("NFKD").replace(/\p{Diacritic}/gu, "").toLocaleLowerCase(); }
