// Beside each colour that is typed: how it looks, and the browser's own way to choose one.
for (const typed of document.querySelectorAll("[data-colour]")) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.setAttribute("aria-label", typed.labels[0].textContent);
  const show = () => {
    const short = /^#?([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(typed.value.trim());
    const value = short ? "#" + short[1] + short[1] + short[2] + short[2] + short[3] + short[3] : typed.value.trim();
    picker.value = /^#[0-9a-f]{6}$/i.test(value) ? value : typed.dataset.colour;
  };
  typed.addEventListener("input", show);
  picker.addEventListener("input", () => { typed.value = picker.value; });
  typed.after(" ", picker);
  show();
}
