// Keeps a letter as it is typed: on the server within a moment, on this device while it is away.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const state = form.querySelector(".kept-state");
  const { draft, revision } = form.elements;
  let place = `heartleaf-draft:${form.dataset.draft}`;
  let timer, wait = 5000, typed = false, sending = false, parted = false;

  const say = (name) => { state.querySelector("[role=status] span").textContent = state.dataset[name]; };
  // `who` is in it: holding.js sends it for nobody else.
  const hold = () => localStorage.setItem(place, new URLSearchParams(new FormData(form)));

  const keep = async () => {
    if (sending || !typed) return;
    sending = true; typed = false;
    const body = new FormData(form);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      if (answer.status === 409) return part((await answer.json()).draft);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      revision.value = (await answer.json()).revision;
      localStorage.removeItem(place);
      if (parted) return say("elsewhere");
      say("kept");
      setTimeout(() => { if (!typed) say("settled"); }, 4000);
    } catch {
      typed = true;
      hold();
      say("away");
    } finally {
      sending = false;
      if (typed) timer = setTimeout(keep, wait);
      wait = 5000;
    }
  };

  // Another window has kept other words: from now on these are a draft of their own.
  const part = (id) => {
    form.dataset.draft = form.dataset.draft.replace(draft.value, id);
    place = place.replace(draft.value, id);
    draft.value = id; revision.value = 0;
    parted = typed = true; wait = 0;
    say("elsewhere");
  };

  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 1200);
  });
  // Held until a page says that they are kept: this one may be on its way into a line that is down.
  form.addEventListener("submit", () => { clearTimeout(timer); typed = false; hold(); });
  addEventListener("online", keep);
  addEventListener("pagehide", () => {
    if (!typed) return;
    if (localStorage.getItem(place)) hold();
    else navigator.sendBeacon(form.dataset.draft, new FormData(form));
  });
});
