// The quick way out, from the closed screen: the session ends, and an ordinary page takes this one's
// place in the history. Words of a letter that are still on their way have half a second.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-leaves-for]");
  if (!form) return;
  event.preventDefault();
  const waits = [], { leavesFor } = form.dataset;
  document.dispatchEvent(new CustomEvent("keep-now", { detail: waits }));
  if (waits.length) await Promise.race([Promise.allSettled(waits), new Promise((done) => { setTimeout(done, 500); })]);
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => null);
  location.replace(leavesFor);
});
