// "Show it" beside a passphrase: what is typed can be read until it is sent.
document.querySelectorAll("button[data-shows]").forEach((button) => {
  const field = document.getElementById(button.dataset.shows);
  const words = button.querySelector("span"), show = words.textContent;
  const turn = (seen) => {
    field.type = seen ? "text" : "password";
    words.textContent = seen ? button.dataset.hide : show;
  };
  field.spellcheck = false; // some browsers send what they check elsewhere
  field.autocapitalize = "none";
  button.hidden = false;
  button.addEventListener("click", () => turn(field.type === "password"));
  field.form.addEventListener("submit", () => turn(false));
});
