// "Copy" beside an address that is to be taken elsewhere. Without script it is not there, and the
// address can be marked and copied by hand.
document.querySelectorAll("button[data-copies]").forEach((button) => {
  const field = document.getElementById(button.dataset.copies);
  const words = button.querySelector("span"), copy = words.textContent;
  let later;
  field.addEventListener("focus", () => field.select());
  button.hidden = false;
  button.addEventListener("click", async () => {
    // Over plain http the clipboard is not given, but what is marked can still be copied.
    try { await navigator.clipboard.writeText(field.value); }
    catch {
      field.select();
      if (!document.execCommand("copy")) return;
    }
    words.textContent = button.dataset.copied;
    clearTimeout(later);
    later = setTimeout(() => { words.textContent = copy; }, 4000);
  });
});
