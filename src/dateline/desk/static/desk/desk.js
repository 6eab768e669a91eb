"use strict";
// What the desk's screens do by themselves: take in what is new, and listen to keys. All works without it, by links and forms.

const rows = document.getElementById("rows");
const fresh = document.getElementById("fresh");
const news = document.getElementById("news");
const trouble = document.getElementById("trouble");
const pane = document.getElementById("pane");
const list = document.querySelector(".wire");

// New rows wait behind a button while somebody reads further down, and flow in at the top of the list.

function isAtTop() {
  const scrolled = Math.max(window.scrollY, list ? list.scrollTop : 0);
  return scrolled < 40 && !(document.activeElement && rows.contains(document.activeElement));
}

function takeIn() {
  const first = fresh.firstElementChild;
  if (!first) return;
  document.getElementById("top").value = first.dataset.cursor;
  for (const row of [...fresh.children].reverse()) {
    const known = [...rows.children].find((one) => one.id === row.id);
    if (known) known.remove();
    rows.prepend(row);
  }
  news.hidden = true;
}

function lookAtNews() {
  // An item of which another version came while it waited has its newest row alone.
  const seen = new Set();
  for (const row of [...fresh.children]) {
    if (seen.has(row.id)) row.remove();
    seen.add(row.id);
  }
  const count = fresh.childElementCount;
  if (count && isAtTop()) return takeIn();
  if (count) document.getElementById("top").value = fresh.firstElementChild.dataset.cursor;
  news.hidden = !count;
  news.textContent = count === 1 ? news.dataset.one : news.dataset.many.replace("#", count);
}

if (news) {
  news.addEventListener("click", () => { takeIn(); choose(rows.firstElementChild); });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id === "live" && event.detail.successful && event.detail.xhr.status === 200) lookAtNews();
  });
}

document.body.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  trouble.hidden = status !== 0 && status < 500;
});

// An item that is shown in the pane is marked in the list; an act brings its row up to date with the next look.

function choose(row) {
  if (!row) return;
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest" });
}

function mark() {
  const shown = pane && pane.querySelector(".item");
  for (const row of document.querySelectorAll(".row.chosen")) row.classList.remove("chosen");
  const row = shown && document.getElementById(`row-${shown.dataset.shortId}`);
  if (row) row.classList.add("chosen");
}

document.body.addEventListener("htmx:oobAfterSwap", mark);

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "pane") return;
  mark();
  pane.scrollTop = 0;
  if (window.matchMedia("(max-width: 63.99rem)").matches) pane.scrollIntoView();
});

// Keys

const SWITCH = "dateline.desk.keys";
const keys = document.getElementById("keys");
const on = document.getElementById("keys-on");
on.checked = localStorage.getItem(SWITCH) !== "off";
on.addEventListener("change", () => localStorage.setItem(SWITCH, on.checked ? "on" : "off"));

function current() {
  const focused = document.activeElement && document.activeElement.closest(".row");
  return focused || document.querySelector(".row.chosen");
}

function step(by) {
  if (!rows) return;
  const row = current();
  choose(row ? (by > 0 ? row.nextElementSibling : row.previousElementSibling) : rows.firstElementChild);
}

function press(verbKey, field) {
  const act = document.querySelector(`.act[data-key="${verbKey}"]`);
  if (!act) return;
  for (const other of document.querySelectorAll(".act[open]")) other.open = false;
  act.open = true;
  (act.querySelector(field || "select, textarea, input:not([type=hidden])") || act.querySelector("button")).focus();
}

const PRESSED = {
  j: () => step(1),
  k: () => step(-1),
  o: () => { const row = current(); if (row) row.querySelector("a").click(); },
  p: () => press("p", "button"),
  m: () => press("p", "select"),
  h: () => press("h"),
  x: () => press("x"),
  e: () => { const edit = document.getElementById("edit"); if (edit) edit.click(); },
  n: () => { if (news && !news.hidden) news.click(); },
  "/": () => { const first = document.querySelector("#filters select"); if (first) first.focus(); },
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.key === "Escape") {
    for (const act of document.querySelectorAll(".act[open]")) act.open = false;
    return choose(current());
  }
  if (event.target.closest("input, select, textarea")) return;
  if (!on.checked && event.key !== "?") return;
  const does = PRESSED[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
