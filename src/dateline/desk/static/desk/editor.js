"use strict";
// What the editor does by itself: warns before what is typed would be lost, and saves by Ctrl+S. All works without it.

const form = document.getElementById("editor");
let typed = document.querySelector(".refused") !== null;

form.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button[value=save]"));
});
