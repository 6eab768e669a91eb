// Beside each colour that is typed: how it looks, and the browser's own way to choose one.
for (const typed of document.querySelectorAll("[data-colour]")) {
  const picker = document.createElement("input");
  picker.type = "color";
  picker.setAttribute("aria-label", typed.labels[0].textContent);
  const show = () => {
    const value = typed.value.trim().replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
    picker.value = /^#[0-9a-f]{6}$/i.test(value) ? value : typed.dataset.colour;
  };
  typed.addEventListener("input", show);
  picker.addEventListener("input", () => { typed.value = picker.value; });
  typed.after(" ", picker);
  show();
}
