"use strict";
// What the desk's screens do by themselves: take in what is new, and listen to keys. All works without it, by links and forms.

// Browsers that cannot show by CSS what is folded have it open where there is room.
if (!CSS.supports("selector(::details-content)")) {
  const room = { menu: "40.01rem", filtering: "64rem" };
  for (const fold of document.querySelectorAll(".fold")) {
    fold.open = window.matchMedia(`(min-width: ${room[fold.id] || room.menu})`).matches;
  }
}

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
    lookAtItem(row);
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
    lookAtItem(row);
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

// A question that another one has taken the place of (the next item, the next side of it) has no answer, and is no trouble.

document.body.addEventListener("htmx:afterRequest", (event) => {
  const status = event.detail.xhr ? event.detail.xhr.status : 0;
  if (status) trouble.hidden = status < 500;
});
document.body.addEventListener("htmx:sendError", () => { trouble.hidden = false; });

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

// An item in the pane that became another says so, and stays as it is: somebody may be reading it, or typing.

function lookAtItem(row) {
  const shown = pane && pane.querySelector(".item");
  if (!shown || !(row.dataset.item || row.dataset.row).endsWith(shown.dataset.shortId)) return;
  if (Number(row.dataset.change) <= Number(shown.dataset.change)) return;
  shown.querySelector(".stale").hidden = false;
}

// On a narrow screen an item has a page of its own, from which "back" leads to its place in the list. Enter goes into
// the item that it opens; `o` and the mouse leave one in the list.

const narrow = window.matchMedia("(max-width: 63.99rem)");
let goesIn = false;

document.addEventListener("click", (event) => {
  const link = event.target.closest(".row a");
  if (!link || !pane) return;
  if (narrow.matches) event.stopPropagation();
  goesIn = event.isTrusted && event.detail === 0;
}, true);

function goTo(element) {
  if (!element) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus();
}

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.target.id === "pane") {
    mark();
    pane.scrollTop = 0;
    if (goesIn) goTo(pane.querySelector("h1"));
    goesIn = false;
  } else if (event.detail.requestConfig.elt.closest(".item") && !event.detail.requestConfig.elt.matches(".bytes")) {
    // What was pressed is gone with what it was part of: on from what came of it.
    goTo(document.querySelector(".item > .refused, .item > .said") || document.querySelector(".tabs [aria-current]"));
  }
});

// Keys

const keys = document.getElementById("keys");
const on = document.getElementById("keys-on");
let toShow = 0;

function current() {
  const focused = document.activeElement && document.activeElement.closest(".row");
  return focused || document.querySelector(".row.chosen");
}

function step(by) {
  const row = current();
  if (!row) return lists.length && choose(lists[0].rows.firstElementChild);
  const next = by > 0 ? row.nextElementSibling : row.previousElementSibling;
  choose(next);
  clearTimeout(toShow);
  // Once an item is open, what one steps to is shown; not what one only passes.
  if (next && pane && pane.querySelector(".item")) toShow = setTimeout(() => next.querySelector("a").click(), 150);
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
  const more = act.closest(".more");
  if (more) more.open = true;
  act.open = true;
  (act.querySelector(field || "select, textarea, input:not([type=hidden])") || act.querySelector("button")).focus();
}

function showTab(nth) {
  const tab = document.querySelectorAll(".item .tabs a")[nth - 1];
  if (tab) tab.click();
}

const PRESSED = {
  j: () => step(1),
  k: () => step(-1),
  o: () => { const row = current(); if (row) row.querySelector("a").click(); },
  p: () => press("p", "button"),
  m: () => press("p", "select"),
  h: () => press("h"),
  c: () => press("c"),
  b: () => press("b"),
  x: () => press("x"),
  e: () => { const edit = document.getElementById("edit"); if (edit) edit.click(); },
  u: () => { const undo = document.getElementById("undo"); if (undo) undo.requestSubmit(); },
  n: showNews,
  f: () => { const first = document.querySelector("#flashes a"); if (first) first.focus(); },
  "[": () => stepAside(-1),
  "]": () => stepAside(1),
  "/": () => {
    const words = document.querySelector("#filters [name=words]");
    if (!words) return;
    words.closest("details").open = true;
    words.focus();
  },
  "?": () => keys.showModal(),
};
for (const nth of [1, 2, 3, 4]) PRESSED[nth] = () => showTab(nth);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || keys.open) return;
  if (event.key === "Escape") {
    const acts = document.querySelectorAll(".act[open]");
    for (const act of acts) act.open = false;
    const row = current();
    if (row) choose(row);
    else if (acts.length) acts[0].querySelector("summary").focus();
    return;
  }
  if (event.target.closest("input, select, textarea")) return;
  if (!on.checked && event.key !== "?") return;
  const does = PRESSED[event.key];
  if (!does) return;
  event.preventDefault();
  does();
});
