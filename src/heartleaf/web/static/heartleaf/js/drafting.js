// Keeps a letter as it is typed: on the server within a moment, on this device while it is away.
document.querySelectorAll("form[data-draft]").forEach((form) => {
  const state = form.querySelector(".kept-state");
  const place = `heartleaf-draft:${form.dataset.draft}`;
  let timer, typed = false, sending = false;

  const say = (name) => { state.querySelector("[role=status] span").textContent = state.dataset[name]; };
  const held = () => new URLSearchParams(new FormData(form)).toString();

  const keep = async () => {
    if (sending || !typed) return;
    sending = true; typed = false;
    const body = new FormData(form);
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body });
      if (answer.status === 409) return say("elsewhere");
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      form.elements.revision.value = (await answer.json()).revision;
      localStorage.removeItem(place);
      say("kept");
      setTimeout(() => { if (!typed) say("settled"); }, 4000);
    } catch {
      typed = true;
      localStorage.setItem(place, held());
      say("away");
    } finally {
      sending = false;
      if (typed) timer = setTimeout(keep, 5000);
    }
  };

  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 1200);
  });
  form.addEventListener("submit", () => { clearTimeout(timer); typed = false; localStorage.removeItem(place); });
  addEventListener("online", keep);
  addEventListener("pagehide", () => { if (typed) navigator.sendBeacon(form.dataset.draft, new FormData(form)); });
});
