// While a form is on its way its button says so, and a second tap does nothing.
document.querySelectorAll("form[data-working]").forEach((form) => {
  const button = form.querySelector("button.primary");
  const words = button.textContent;
  form.addEventListener("submit", (event) => {
    if (button.getAttribute("aria-disabled")) return event.preventDefault();
    button.setAttribute("aria-disabled", "true");
    button.textContent = form.dataset.working;
  });
  addEventListener("pageshow", () => {
    button.removeAttribute("aria-disabled");
    button.textContent = words;
  });
});
