// "Close the screen" covers every window of this place before the server has answered.
// Nothing is taken out of a page, so a letter being kept goes on being kept.
(() => {
  const root = document.documentElement, form = document.querySelector("form[data-closes]");
  const sheet = document.getElementById("closed-sheet"), opening = document.querySelector("form[data-opens]");
  // What the other windows go by, and a page that comes back from the history: "untold" and
  // "closed", "opening" while the server is asked, "open" and for whom once it has said so. None at
  // all is there when nobody is signed in any more: then what a window had covered is gone from it.
  const name = "heartleaf-closed";
  const mark = () => { try { return localStorage.getItem(name); } catch { return null; } };
  const set = (state) => { try { localStorage.setItem(name, state); } catch { /* this window alone */ } };
  const open = () => Boolean(mark()?.startsWith("open ")), shut = () => Boolean(mark()) && !open();
  const mine = root.dataset.person;
  let hidden = null, before = null, telling = null;

  const cover = () => {
    if (hidden || !sheet || document.querySelector("main > .closed")) return;
    document.querySelectorAll("dialog[open]").forEach((each) => each.close());
    if (document.fullscreenElement) document.exitFullscreen();
    if (document.pictureInPictureElement) document.exitPictureInPicture();
    getSelection().removeAllRanges();
    hidden = [...document.body.children].filter((each) => !each.hidden);
    for (const each of hidden) each.hidden = true;
    document.body.prepend(sheet.content.cloneNode(true));
    const closed = document.querySelector("body > .closed");
    before = { title: document.title, address: location.href };
    document.title = closed.dataset.title;
    history.replaceState(history.state, "", closed.dataset.address);
    if (!mine) closed.querySelector("a").href = before.address; // a guest's, who is at home on it
    closed.querySelector("a").focus();
    document.querySelectorAll("audio, video").forEach((media) => media.pause());
    document.dispatchEvent(new Event("covered"));
  };

  // A page in which something can be typed is opened where it is, so that nothing typed is gone.
  const words = "main form[method=post] :is(textarea, select, input:not([type=hidden])), main textarea[readonly]";
  const openHere = async (address, body) => {
    const closed = document.querySelector("body > .closed"), say = closed.querySelector("[role=status]");
    say.hidden = true;
    try {
      await telling;
      const answer = await fetch(address, { method: body ? "POST" : "GET", body, redirect: "manual" });
      if (!hidden) return; // opened meanwhile in another window
      if (answer.status === 204) { set(`open ${mine}`); return uncover(); }
      if (answer.status >= 500) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const question = page.querySelector("form[data-opens]");
      if (!question) return location.reload(); // signed out, or it is someone else's by now
      question.action = address;
      closed.querySelector("form[data-opens]")?.remove();
      for (const each of closed.querySelectorAll(":scope > p:first-of-type, :scope > .acts > a")) each.hidden = true;
      closed.prepend(document.adoptNode(question));
      question.querySelector("input:not([type=hidden]), button").focus();
    } catch { say.hidden = false; }
  };
  const opensHere = (event) => {
    const link = event.target.closest("body > .closed a"), form = event.target.closest("body > .closed form[data-opens]");
    if (!hidden || !document.querySelector(words) || (event.type === "submit" ? !form : !link)) return;
    event.preventDefault();
    if (event.type === "click") return openHere(new URL(link.getAttribute("href"), form?.action ?? location.href).href);
    const body = new FormData(form);
    body.set("who", mine);
    openHere(form.action, body);
  };
  if (mine) ["click", "submit"].forEach((name) => document.addEventListener(name, opensHere));

  const uncover = () => {
    if (!hidden) return;
    document.querySelector("body > .closed").remove();
    for (const each of hidden) each.hidden = false;
    document.title = before.title;
    history.replaceState(history.state, "", before.address);
    hidden = null;
    document.dispatchEvent(new Event("uncovered"));
  };

  // A line that is down must not open the screen again: it is told when it is back.
  const tell = async () => {
    if (open() || !form) return;
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
    if (opening || !mine) return; // "Help now" stays
    if (shut()) cover();
    else if (hidden && mark() === `open ${mine}`) uncover();
    else if (hidden) location.reload();
  };

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    cover();
    if (!root.hasAttribute("data-nobody")) set("untold");
    telling = tell();
  });
  opening?.addEventListener("submit", () => set("opening"));

  // In a page of theirs the server did open.
  const asked = mark() === "opening";
  if (root.hasAttribute("data-nobody")) { try { localStorage.removeItem(name); } catch { /* as above */ } }
  else if (opening) { if (asked) set("closed"); }
  else if (document.querySelector("main > .closed")) set("closed");
  else if (mine && asked) set(`open ${mine}`);
  else if (mine && shut()) { cover(); telling = tell(); }

  addEventListener("storage", (event) => { if (event.key === name && event.newValue !== "opening") look(); });
  addEventListener("pageshow", (event) => { if (event.persisted) look(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
})();
