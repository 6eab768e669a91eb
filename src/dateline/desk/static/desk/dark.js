"use strict";
// Asks each surface of a killed item, as readers ask for it, until it is dark; says how long after the kill that was seen.

const dark = document.getElementById("dark");
const tenths = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

async function isDark(surface) {
  const answer = await fetch(surface.dataset.path, { cache: "no-store", credentials: "omit", redirect: "manual" });
  if (surface.dataset.gone !== "200") return answer.status === Number(surface.dataset.gone);
  if (answer.status === 404 || answer.status === 410) return true;
  if (!answer.ok) throw new Error(answer.status);
  return !(await answer.text()).includes(dark.dataset.item);
}

async function ask(surface) {
  const says = surface.querySelector("b");
  try {
    if (await isDark(surface)) {
      const seconds = (Date.now() - Date.parse(dark.dataset.killed)) / 1000;
      says.textContent = dark.dataset.dark.replace("#", tenths.format(Math.max(0, seconds)));
      surface.className = "is-dark";
      return;
    }
    says.textContent = dark.dataset.still;
  } catch {
    says.textContent = dark.dataset.away;
  }
  surface.className = "is-lit";
  setTimeout(ask, 500, surface);
}

if (dark) for (const surface of dark.children) ask(surface);
