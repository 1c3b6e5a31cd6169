// A little work of this device for a guest's note: web/guest_work.py says why. It begins with the
// page, while its reader reads; a note sent before it is done waits for it.
document.querySelectorAll("form[data-proves]").forEach((form) => {
  const { proof, form: token } = form.elements, [puzzles, bits] = form.dataset.proves.split(" ").map(Number);
  if (!window.crypto?.subtle) return; // no secure line: it comes without, and more of them wait
  const letters = new TextEncoder(), AT_ONCE = 128;
  const solves = (hash) => new DataView(hash).getUint32(0) >>> (32 - bits) === 0;
  let done = false, waits = false;

  const solve = async (number) => {
    for (let from = 0; ; from += AT_ONCE) {
      const tries = Array.from({ length: AT_ONCE }, (_, n) => from + n);
      const hashes = await Promise.all(tries.map((n) => crypto.subtle.digest("SHA-256", letters.encode(`${token.value} ${number} ${n}`))));
      const found = hashes.findIndex(solves);
      if (found >= 0) return from + found;
    }
  };

  (async () => {
    const found = [];
    for (let number = 0; number < puzzles; number += 1) found.push(await solve(number));
    proof.value = found.join(" ");
    done = true;
    if (waits) form.requestSubmit();
  })();

  form.addEventListener("submit", (event) => {
    if (done) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    waits = true;
  }, true);
});
