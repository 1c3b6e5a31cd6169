// "Close the screen" covers the window before the server has answered.
// Nothing is taken out of the page, so a letter being kept goes on being kept.
(() => {
  const form = document.querySelector("form[data-closes]");
  const sheet = document.getElementById("closed-sheet");
  if (!form || !sheet) return;
  let escapedAt = -Infinity;

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    cover();
    tell();
  });

  if (document.documentElement.hasAttribute("data-esc-closes")) {
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      if (event.timeStamp - escapedAt < 800) form.requestSubmit();
      escapedAt = event.timeStamp;
    });
  }

  function cover() {
    if (document.querySelector("body > .closed")) return;
    for (const child of document.body.children) child.hidden = true;
    document.querySelectorAll("audio, video").forEach((media) => media.pause());
    document.body.append(sheet.content.cloneNode(true));
    const closed = document.querySelector("body > .closed");
    document.title = closed.dataset.title;
    closed.querySelector("a").focus();
  }

  // A line that is down must not open the screen again: it is told when it is back.
  function tell() {
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" })
      .catch(() => addEventListener("online", tell, { once: true }));
  }
})();
