"use strict";
// What the desk's screens do by themselves: take in what is new, and listen to keys. All works without it, by links and forms.

const trouble = document.getElementById("trouble");
const pane = document.getElementById("pane");
const lists = [...document.querySelectorAll(".wire")].map((wire) => {
  const part = (name) => document.getElementById(name + wire.dataset.within);
  return { wire, rows: part("rows"), fresh: part("fresh"), other: part("other"), news: part("news"), top: part("top") };
});

// New rows wait behind a button while somebody reads further down, and flow in at the top of the list.

function isAtTop(list) {
  const scrolled = Math.max(window.scrollY, list.wire.scrollTop);
  return scrolled < 40 && !list.rows.contains(document.activeElement);
}

function takeIn(list) {
  const first = list.fresh.firstElementChild;
  if (!first) return;
  list.top.value = first.dataset.cursor;
  for (const row of [...list.fresh.children].reverse()) {
    const known = within(list, row.id);
    if (known) known.remove();
    list.rows.prepend(row);
  }
  list.news.hidden = true;
  saw();
}

function within(list, id) {
  return [...list.rows.children].find((one) => one.id === id);
}

function lookAtNews(list) {
  // An item of which another version came while it waited has its newest row alone.
  const seen = new Set();
  for (const row of [...list.fresh.children]) {
    if (seen.has(row.id)) row.remove();
    seen.add(row.id);
  }
  const count = list.fresh.childElementCount;
  if (count && isAtTop(list)) return takeIn(list);
  if (count) list.top.value = list.fresh.firstElementChild.dataset.cursor;
  list.news.hidden = !count;
  list.news.textContent = count === 1 ? list.news.dataset.one : list.news.dataset.many.replace("#", count);
}

// A row that became another takes its own place; one that now is what is asked for gets the place of its arrival; one
// that no longer is goes.

function isAfter(cursor, other) {
  const [came, key] = cursor.split(".").map(Number);
  const [otherCame, otherKey] = other.split(".").map(Number);
  return came > otherCame || (came === otherCame && key > otherKey);
}

function putInPlace(list) {
  for (const row of [...list.other.children]) {
    const known = within(list, row.dataset.row || row.id);
    const focused = known && known.contains(document.activeElement);
    if (row.dataset.row) {
      row.remove();
      if (focused) choose(known.nextElementSibling || known.previousElementSibling);
      if (known) known.remove();
      continue;
    }
    if (known) known.replaceWith(row);
    else {
      const older = [...list.rows.children].find((one) => isAfter(row.dataset.cursor, one.dataset.cursor));
      if (older) older.before(row);
      else if (!list.wire.querySelector(".older")) list.rows.append(row);
      else row.remove();
    }
    if (focused) row.querySelector("a").focus();
  }
}

for (const list of lists.filter((one) => one.news)) {
  list.news.addEventListener("click", () => { takeIn(list); choose(list.rows.firstElementChild); });
  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt.id !== "live" || !event.detail.successful || event.detail.xhr.status !== 200) return;
    putInPlace(list);
    lookAtNews(list);
    mark();
  });
}

// How far somebody has seen a view is told some seconds after rows came in before their eyes, and when they leave.

const seen = document.getElementById("seen");
let toTell = 0;

function saw() {
  if (seen && !toTell && document.visibilityState === "visible") toTell = setTimeout(tell, 5000);
}

function tell() {
  if (!toTell) return;
  clearTimeout(toTell);
  toTell = 0;
  const told = new FormData(seen);
  told.set("after", document.getElementById("after").value);
  navigator.sendBeacon(seen.action, told);
}

window.addEventListener("pagehide", tell);

document.body.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  trouble.hidden = status !== 0 && status < 500;
});

// An item that is shown in the pane is marked in the lists; an act brings its row up to date with the next look.

function choose(row) {
  if (!row) return;
  row.querySelector("a").focus();
  row.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function mark() {
  const shown = pane && pane.querySelector(".item");
  for (const row of document.querySelectorAll(".row.chosen")) row.classList.remove("chosen");
  if (!shown) return;
  for (const row of document.querySelectorAll(`.row[data-item="${shown.dataset.shortId}"]`)) row.classList.add("chosen");
}

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id !== "pane") return;
  mark();
  pane.scrollTop = 0;
  if (window.matchMedia("(max-width: 63.99rem)").matches) pane.scrollIntoView();
});

// Keys

const keys = document.getElementById("keys");
const on = document.getElementById("keys-on");

function current() {
  const focused = document.activeElement && document.activeElement.closest(".row");
  return focused || document.querySelector(".row.chosen");
}

function step(by) {
  const row = current();
  if (row) choose(by > 0 ? row.nextElementSibling : row.previousElementSibling);
  else if (lists.length) choose(lists[0].rows.firstElementChild);
}

function stepAside(by) {
  const here = lists.findIndex((list) => list.rows.contains(document.activeElement));
  const aside = here < 0 ? undefined : lists[here + by];
  if (aside) choose(aside.rows.firstElementChild);
}

function showNews() {
  const waiting = lists.filter((list) => list.news && !list.news.hidden);
  const here = waiting.find((list) => list.wire.contains(document.activeElement)) || waiting[0];
  if (here) here.news.click();
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
  n: showNews,
  f: () => { const first = document.querySelector("#flashes a"); if (first) first.focus(); },
  "[": () => stepAside(-1),
  "]": () => stepAside(1),
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
