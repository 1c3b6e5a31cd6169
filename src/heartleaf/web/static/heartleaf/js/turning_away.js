// While this page is not the one that is looked at nothing of it shows, if this person wishes it:
// neither among the open programs of a phone nor in the name of its tab.
(() => {
  const root = document.documentElement, sheet = document.getElementById("closed-sheet");
  if (!(root.dataset.closesBy ?? "").split(" ").includes("elsewhere") || !sheet) return;
  const { title: neutral } = sheet.content.firstElementChild.dataset;
  let title = null;

  const turn = (away) => {
    root.toggleAttribute("data-away", away);
    if (away && title === null && document.title !== neutral) { title = document.title; document.title = neutral; }
    if (away || title === null) return;
    if (!document.querySelector("body > .closed")) document.title = title;
    title = null;
  };

  document.addEventListener("visibilitychange", () => turn(document.hidden));
  addEventListener("pagehide", () => turn(true));
  addEventListener("pageshow", () => turn(document.hidden));
})();
