// Closes the screen by itself after a time without a touch in any window, if this person wishes it.
// When that was stands only in the memory of these pages. What plays or records is a touch too.
(() => {
  const form = document.querySelector("form[data-closes]");
  const after = Number(document.documentElement.dataset.closesAfter) * 60_000;
  if (!form || !after) return;
  const others = new BroadcastChannel("heartleaf-touched");
  let last = Date.now(), shared = last, told = last, timer;

  const covered = () => document.querySelector("body > .closed");
  const busy = () => document.querySelector(".recorder.is-recording")
    || [...document.querySelectorAll("audio, video")].some((media) => !media.paused);

  const look = () => {
    clearTimeout(timer);
    if (covered()) return;
    if (busy()) touched();
    const left = last + after - Date.now();
    if (left <= 0) form.requestSubmit();
    else timer = setTimeout(look, Math.min(left, after / 3));
  };

  const touched = () => {
    last = Date.now();
    if (last - shared > 1000) { shared = last; others.postMessage("touched"); }
    if (last - told > after / 3) { told = last; tell(); }
  };

  // Closed meanwhile, or signed out: then here too.
  const tell = async () => {
    const body = new FormData(form), answer = await fetch(form.dataset.still, { method: "POST", body }).catch(() => null);
    if (answer?.status === 409) form.requestSubmit();
  };

  // A phone that slept wakes with the time long over: the touch that wakes it is none.
  const touch = () => { if (covered()) return; if (Date.now() - last < after) touched(); look(); };
  ["pointerdown", "pointermove", "keydown", "wheel", "scroll"].forEach((name) => addEventListener(name, touch, { capture: true, passive: true }));
  others.addEventListener("message", () => { last = shared = told = Date.now(); });
  document.addEventListener("visibilitychange", look);
  addEventListener("pageshow", look);
  document.addEventListener("uncovered", () => { last = shared = told = Date.now(); look(); });
  look();
})();
