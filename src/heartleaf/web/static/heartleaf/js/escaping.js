// Two taps on Escape close the screen, if this person wishes it, and a third one leaves.
// A keyboard without that key has it on the full stop, with Command or Control.
(() => {
  const wishes = (document.documentElement.dataset.closesBy ?? "").split(" ");
  const form = document.querySelector("form[data-closes]");
  if (!form || !wishes.includes("escape")) return;
  let taps = 0, last = -Infinity;

  const isEscape = ({ key, metaKey, ctrlKey }) => key === "Escape" || (key === "." && (metaKey || ctrlKey));

  // Before anything on the page hears of it. Escape also ends what is half typed in some scripts.
  addEventListener("keydown", (event) => {
    if (!isEscape(event) || event.repeat || event.isComposing) return;
    taps = event.timeStamp - last < 800 ? taps + 1 : 1;
    last = event.timeStamp;
    if (taps === 2) form.requestSubmit();
    if (taps === 3 && wishes.includes("leaves")) document.querySelector("body > .closed form[data-leaves-for]")?.requestSubmit();
  }, true);
})();
