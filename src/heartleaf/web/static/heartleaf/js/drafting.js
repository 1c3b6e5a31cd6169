// Keeps a letter as it is typed: on the server within a moment, on this device while it is away.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const state = form.querySelector(".kept-state");
  const { draft, revision } = form.elements;
  let place = `heartleaf-draft:${form.dataset.draft}`;
  let timer, wait = 5000, typed = false, sending = false, sent = false, parted = false;

  const say = (name) => { state.querySelector("[role=status] span").textContent = state.dataset[name]; };
  // Whether this device holds it: there may be no room. `who` is in it: holding.js sends it for nobody else.
  const hold = () => {
    try { localStorage.setItem(place, new URLSearchParams(new FormData(form))); } catch { return false; }
    return true;
  };

  const keep = async () => {
    if (sending || !typed) return;
    sending = true; typed = false;
    const body = new FormData(form);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      if (answer.status === 409 && sent) return;
      if (answer.status === 409) return part((await answer.json()).draft);
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      revision.value = (await answer.json()).revision;
      if (!typed && !sent) localStorage.removeItem(place);
      if (parted) return say("elsewhere");
      say("kept");
      setTimeout(() => { if (!typed) say("settled"); }, 4000);
    } catch {
      typed = true;
      say(hold() ? "away" : "only");
    } finally {
      sending = false;
      if (typed) timer = setTimeout(keep, wait);
      wait = 5000;
    }
  };

  // Another window has kept other words: from now on these are a draft of their own.
  const part = (id) => {
    const held = localStorage.getItem(place);
    localStorage.removeItem(place);
    form.dataset.draft = form.dataset.draft.replace(draft.value, id);
    place = place.replace(draft.value, id);
    draft.value = id; revision.value = 0;
    parted = typed = true; wait = 0;
    if (held) hold();
    say("elsewhere");
  };

  form.addEventListener("input", () => {
    typed = true; sent = false;
    clearTimeout(timer);
    timer = setTimeout(keep, 1200);
  });
  // Held until a page says that they are kept: this one may be on its way into a line that is down.
  form.addEventListener("submit", () => { clearTimeout(timer); typed = false; sent = true; hold(); });
  // With a draft that is let go its last words go too.
  document.querySelector(`form[action="${form.dataset.draft}"]`)?.addEventListener("submit", () => { clearTimeout(timer); sent = true; });
  addEventListener("online", keep);
  document.addEventListener("covered", keep);
  document.addEventListener("keep-now", ({ detail }) => { if (typed) detail.push(keep()); });
  // The last words, also those that were on their way just now: what is refused or cannot go is held.
  addEventListener("pagehide", () => {
    if (sent || !(typed || sending)) return;
    const last = new FormData(form);
    last.set("leaving", "yes");
    if (!navigator.onLine || localStorage.getItem(place) || !navigator.sendBeacon(form.dataset.draft, last)) hold();
  });
});
