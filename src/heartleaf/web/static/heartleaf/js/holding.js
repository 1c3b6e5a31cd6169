// What this device holds since the line was away goes to the server with the next page its writer
// opens, and before they sign out. While someone else is signed in here it stays where it is.
(() => {
  const { person: who, settled } = document.documentElement.dataset, mark = "heartleaf-draft:";
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  const here = document.querySelector("form[data-draft]");
  let typed = false; // then the page stays as it is: loaded again, it would forget
  here?.addEventListener("input", () => { typed = true; });
  if (settled) localStorage.removeItem(mark + settled);
  if (!who || !token) return;

  const held = (place) => new URLSearchParams(localStorage.getItem(place));
  const mine = () => Object.keys(localStorage).filter((name) => name.startsWith(mark) && held(name).get("who") === who);

  // Whether the server has it now.
  const send = async (place) => {
    const address = place.slice(mark.length), body = held(place);
    body.set("csrfmiddlewaretoken", token.value);
    const post = (to) => fetch(to, { method: "POST", body });
    try {
      let answer = await post(address);
      if (answer.status === 409) { // both are kept
        body.set("revision", 0);
        answer = await post(address.replace(body.get("draft"), (await answer.json()).draft));
      }
      if (!answer.ok || answer.redirected) return false;
      localStorage.removeItem(place);
      return true;
    } catch { return false; }
  };

  (async () => {
    for (const place of mine()) {
      const seen = location.pathname === "/" || here?.dataset.draft === place.slice(mark.length);
      if (await send(place) && seen && !typed) location.reload();
    }
  })();

  document.querySelectorAll("form[data-leaves]").forEach((form) => form.addEventListener("submit", async (event) => {
    const places = mine(), lettingGo = event.submitter?.name === "let-go";
    if (!places.length) return;
    event.preventDefault();
    if (!lettingGo) for (const place of places) await send(place);
    if (!lettingGo && mine().length) {
      const told = form.querySelector("[role=status]");
      told.hidden = false;
      return told.scrollIntoView({ block: "center" });
    }
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null);
    if (answer?.type !== "opaqueredirect") return; // the line is away: nothing was let go
    if (lettingGo) mine().forEach((place) => localStorage.removeItem(place));
    location.assign("/");
  }));
})();
