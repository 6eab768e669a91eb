// Passwords can be looked at while they are typed, and a new one says how hard it is to guess. Without this script they
// are typed as ever, and the server says what is wrong with them.
"use strict";
{
  // How many guesses it takes at the least, in bits: characters that repeat or run on count for little.
  const bits = (text) => {
    let kinds = 0;
    for (const [kind, size] of [[/[a-z]/, 26], [/[A-Z]/, 26], [/[0-9]/, 10], [/[^a-zA-Z0-9]/, 24]]) if (kind.test(text)) kinds += size;
    let counted = 0;
    for (let at = 0; at < text.length; at++) {
      const step = at ? text.charCodeAt(at) - text.charCodeAt(at - 1) : 9;
      counted += Math.abs(step) < 2 || text.indexOf(text.slice(at, at + 3)) < at - 2 ? 0.25 : 1;
    }
    // Words are guessed as words: half of what their letters would give.
    return counted * Math.log2(kinds || 1) * (/^[a-z ]*$/i.test(text) ? 0.5 : 0.75);
  };
  const words = document.currentScript.dataset;
  for (const field of document.querySelectorAll("input[type=password]")) {
    const show = document.createElement("button");
    show.type = "button";
    show.className = "quiet show";
    show.setAttribute("aria-pressed", "false");
    show.setAttribute("aria-controls", field.id);
    show.textContent = words.show;
    show.addEventListener("click", () => {
      const shown = field.type === "password";
      field.type = shown ? "text" : "password";
      show.setAttribute("aria-pressed", String(shown));
    });
    field.after(show);
    field.form.addEventListener("submit", () => { field.type = "password"; });
    if (field.autocomplete !== "new-password" || /2$/.test(field.name)) continue;
    const told = document.createElement("p");
    told.className = "help";
    told.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const found = bits(field.value);
      told.textContent = !field.value ? "" : [...field.value].length < 12 || found < 35 ? words.weak : found < 55 ? words.fair : words.strong;
    });
    show.after(told);
  }
}
