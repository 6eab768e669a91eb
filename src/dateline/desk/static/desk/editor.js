"use strict";
// What the editor does by itself: warns before what is typed would be lost, saves by Ctrl+S, and puts marks around what is
// chosen. All works without it.

const form = document.getElementById("editor");
let typed = document.querySelector(".refused") !== null;

form.addEventListener("input", () => { typed = true; });
form.addEventListener("submit", () => { typed = false; });
window.addEventListener("beforeunload", (event) => { if (typed) event.preventDefault(); });

// Marks. What was chosen stays chosen, and the browser's own undo takes a mark back.

const body = document.getElementById("body");
const marking = document.getElementById("marking");
const BY_KEY = { b: "b", i: "i", k: "a" };

function marked(tag, text) {
  if (tag === "ul") return `<ul>\n${text.split(/\n+/).map((line) => `<li>${line}</li>`).join("\n")}\n</ul>`;
  if (tag !== "a") return `<${tag}>${text}</${tag}>`;
  const address = window.prompt(marking.dataset.where, "https://");
  return address && `<a href="${address.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">${text}</a>`;
}

function mark(tag) {
  const start = body.selectionStart;
  const made = marked(tag, body.value.slice(start, body.selectionEnd));
  body.focus();
  if (!made) return;
  document.execCommand("insertText", false, made);
  body.setSelectionRange(start, start + made.length);
}

marking.hidden = false;
marking.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) mark(button.dataset.tag);
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey)) return;
  const tag = event.target === body && BY_KEY[event.key];
  if (!tag && event.key !== "s") return;
  event.preventDefault();
  if (tag) mark(tag);
  else form.requestSubmit(form.querySelector("button[value=save]"));
});
