// Ages in words, the day in the masthead, and lists that follow the news while their page is in sight.
// Without it every time stands there in full, and the day and the lists are those of the moment of loading.
// Nothing here uses Intl while a page is loading: a browser's first use of it holds up a slow phone for 0.2 s.
(() => {
  "use strict";
  const language = document.documentElement.lang;
  const words = { AGES: {} }[language.split("-")[0]]; // filled in where it is served (site/ages.py)
  const MINUTE = 60, HOUR = 3600, DAY = 86400;

  // The forms of a unit, each from the number on that it is for: "# dagen geleden" from 2.
  const ago = (unit, seconds, length) => {
    const number = Math.floor(seconds / length);
    let form = "";
    for (const [from, text] of words[unit]) if (from <= number) form = text;
    return form.replace("#", number);
  };

  const inWords = (seconds, precision) => {
    if (!words || precision === "day" || seconds >= 7 * DAY) return null;
    if (seconds >= DAY) return ago("day", seconds, DAY);
    if (seconds >= HOUR) return ago("hour", seconds, HOUR);
    if (precision === "hour") return ago("hour", HOUR, HOUR);
    if (seconds >= MINUTE) return ago("minute", seconds, MINUTE);
    return words.now;
  };

  const absolute = new WeakMap();
  const age = (root) => {
    for (const time of root.querySelectorAll("time[data-age]")) {
      if (!absolute.has(time)) absolute.set(time, time.textContent);
      const full = absolute.get(time);
      const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
      const shown = inWords(seconds, time.dataset.age) ?? full;
      if (time.textContent !== shown) time.textContent = shown;
      if (shown !== full) time.title = full; else time.removeAttribute("title");
    }
  };

  // The day that the page came with, until it is over (or where a template of the publisher's says no end of it).
  const today = () => {
    for (const time of document.querySelectorAll("time[data-today]")) {
      if (Date.now() < Date.parse(time.dataset.until)) continue;
      const now = new Date(), timeZone = time.dataset.today;
      const form = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone };
      const parts = new Intl.DateTimeFormat(language, form).formatToParts(now);
      const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
      const day = `${part.weekday} ${part.day} ${part.month} ${part.year}`;
      if (time.textContent !== day) time.textContent = day;
      time.dateTime = new Intl.DateTimeFormat("sv", { timeZone }).format(now);
    }
  };

  // Entries that stay are left where they are, so that neither the focus nor the reader's place is lost.
  const merge = (old, fresh) => {
    const oldList = old.querySelector("ul"), list = fresh.querySelector("ul");
    old.dataset.after = fresh.dataset.after;
    if (!oldList || !list) return;
    const known = new Map();
    for (const entry of oldList.children) known.set(entry.dataset.item, entry);
    const wanted = [...list.children].map((entry) => {
      const same = known.get(entry.dataset.item);
      if (same && same.dataset.is === entry.innerHTML) return same;
      entry.dataset.is = entry.innerHTML;
      if (!same) entry.classList.add("fresh");
      return entry;
    });
    for (const entry of [...oldList.children]) if (!wanted.includes(entry)) entry.remove();
    wanted.forEach((entry, at) => {
      if (oldList.children[at] !== entry) oldList.insertBefore(entry, oldList.children[at] ?? null);
    });
    const pager = old.querySelector(".pager"), newPager = fresh.querySelector(".pager");
    if (pager && newPager) pager.replaceChildren(...newPager.childNodes);
    age(oldList);
  };

  const remember = (list) => {
    for (const entry of list.querySelectorAll("li[data-item]")) entry.dataset.is ??= entry.innerHTML;
  };

  const follow = async (list) => {
    const shown = document.querySelector("article[data-item]");
    const path = shown ? `${list.dataset.live}/${shown.dataset.item}` : list.dataset.live;
    const answer = await fetch(`${path}?after=${list.dataset.after}`, { credentials: "omit" });
    if (answer.status !== 200) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    if (fresh) merge(list, fresh); else list.querySelector("ul")?.replaceChildren();
  };

  const lists = document.querySelectorAll("[data-live]");
  let asked = Date.now();
  const look = () => {
    if (document.visibilityState !== "visible" || Date.now() - asked < 29000) return;
    asked = Date.now();
    for (const list of lists) follow(list).catch(() => {});
  };
  const tick = () => { age(document); today(); };

  lists.forEach(remember);
  tick();
  setInterval(() => { if (document.visibilityState === "visible") tick(); }, 15000);
  setInterval(look, 30000);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") { tick(); look(); }
  });
  addEventListener("pageshow", (event) => { if (event.persisted) { tick(); look(); } });
})();
