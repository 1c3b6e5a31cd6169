// "Close the screen" covers every window of this place before the server has answered.
// Nothing is taken out of a page, so a letter being kept goes on being kept.
(() => {
  const root = document.documentElement, form = document.querySelector("form[data-closes]");
  const sheet = document.getElementById("closed-sheet"), opening = document.querySelector("form[data-opens]");
  // What the other windows go by, and a page that comes back from the history: "untold" and
  // "closed", "opening" while the server is asked, "open" once it has said so.
  const name = "heartleaf-closed";
  const mark = () => { try { return localStorage.getItem(name); } catch { return null; } };
  const set = (state) => { try { localStorage.setItem(name, state); } catch { /* this window alone */ } };
  const shut = (state) => Boolean(state) && state !== "open";
  let hidden = null, before = null;

  const cover = () => {
    if (hidden || !sheet || document.querySelector("main > .closed")) return;
    document.querySelectorAll("dialog[open]").forEach((each) => each.close());
    if (document.fullscreenElement) document.exitFullscreen();
    if (document.pictureInPictureElement) document.exitPictureInPicture();
    getSelection().removeAllRanges();
    hidden = [...document.body.children].filter((each) => !each.hidden);
    for (const each of hidden) each.hidden = true;
    document.body.append(sheet.content.cloneNode(true));
    const closed = document.querySelector("body > .closed");
    before = { title: document.title, address: location.href };
    document.title = closed.dataset.title;
    history.replaceState(history.state, "", closed.dataset.address);
    closed.querySelector("a").focus();
    document.querySelectorAll("audio, video").forEach((media) => media.pause());
    document.dispatchEvent(new Event("covered"));
  };

  const uncover = () => {
    if (!hidden) return;
    document.querySelector("body > .closed").remove();
    for (const each of hidden) each.hidden = false;
    document.title = before.title;
    history.replaceState(history.state, "", before.address);
    hidden = null;
  };

  // A line that is down must not open the screen again: it is told when it is back.
  const tell = async () => {
    if (mark() === "open" || !form) return;
    try {
      const how = { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" };
      const { type } = await fetch(form.action, how);
      if (type === "opaqueredirect" && mark() === "untold") set("closed");
    } catch {
      const again = new AbortController(), go = () => { again.abort(); tell(); };
      addEventListener("online", go, { signal: again.signal });
      setTimeout(() => { if (!again.signal.aborted) go(); }, 5000);
    }
  };

  const look = () => {
    if (opening || root.hasAttribute("data-nobody")) return;
    if (shut(mark())) cover();
    else uncover();
  };

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    cover();
    if (!root.hasAttribute("data-nobody")) set("untold");
    tell();
  });
  opening?.addEventListener("submit", () => set("opening"));

  // With nobody signed in there is nothing to open, and in a page of theirs the server did open.
  if (root.hasAttribute("data-nobody")) { if (mark()) set("open"); }
  else if (opening) { if (mark() === "opening") set("closed"); }
  else if (document.querySelector("main > .closed")) set("closed");
  else if (root.dataset.person && mark() === "opening") set("open");
  else if (root.dataset.person && shut(mark())) { cover(); tell(); }

  addEventListener("storage", (event) => { if (event.key === name && event.newValue !== "opening") look(); });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
