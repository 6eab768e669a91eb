"use strict";
// Tells of flashes by the browser and by a sound, each once on this device; the banner stays until it is acknowledged.

const banner = document.getElementById("flashes");
const TOLD = "dateline.desk.told";
const MOST_TOLD = 100;

function toldBefore() {
  return (localStorage.getItem(TOLD) || "").split(" ").filter(Boolean);
}

function tellOfFlashes(loudly) {
  const told = toldBefore();
  const waiting = [...banner.querySelectorAll("[data-flash]")];
  const untold = waiting.filter((line) => !told.includes(line.dataset.flash));
  const count = waiting.length ? `(${waiting.length}) ` : "";
  document.title = count + document.title.replace(/^\(\d+\) /, "");
  if (!untold.length) return;
  localStorage.setItem(TOLD, [...told, ...untold.map((line) => line.dataset.flash)].slice(-MOST_TOLD).join(" "));
  if (!loudly) return;
  for (const line of untold.filter((one) => "notify" in one.dataset)) show(line);
  if (untold.some((line) => "sound" in line.dataset)) sound();
}

function show(line) {
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const link = line.querySelector("a");
  const notification = new Notification(line.querySelector("b").textContent, {
    body: link.textContent, tag: line.dataset.flash, requireInteraction: true,
  });
  notification.addEventListener("click", () => { window.focus(); window.location.assign(link.href); });
}

// Two short tones, made here: browsers let a page sound once somebody has touched it.
function sound() {
  const audio = new AudioContext();
  for (const [start, pitch] of [[0, 880], [0.25, 1175]]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.2, audio.currentTime + start);
    volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.2);
  }
  banner.dispatchEvent(new Event("sound"));
}

new MutationObserver(() => tellOfFlashes(true)).observe(banner, { childList: true, subtree: true });
tellOfFlashes(false);

// Asking for the browser's permission, where there is something to ask.

for (const ask of document.querySelectorAll(".ask")) {
  const state = "Notification" in window ? Notification.permission : "denied";
  ask.hidden = state === "granted";
  if (state === "denied") ask.textContent = ask.dataset.denied;
  else ask.querySelector("button").addEventListener("click", () => {
    Notification.requestPermission().then((answer) => { ask.hidden = answer === "granted"; });
  });
}
