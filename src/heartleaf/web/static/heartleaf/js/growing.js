// The way the tree grew: its still pictures pass into each other, once, when someone asks. Where
// less motion is wanted, and without script, links go from one to the next.
document.querySelectorAll("[data-grows]").forEach((plate) => {
  const button = document.querySelector("[data-grow]");
  const last = Number(plate.dataset.grows), pictures = new Map();
  let step = last, growing = false, turn = 0;
  if (!button || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  button.hidden = false;

  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const days = document.querySelector("[data-grown-days]");
  const picture = (number) => {
    if (!pictures.has(number)) {
      pictures.set(number, fetch(`?step=${number}`).then((answer) => answer.text()).then((text) => {
        const page = new DOMParser().parseFromString(text, "text/html");
        return [page.querySelector("[data-grows] > svg"), page.querySelector("[data-grown-days]")?.textContent];
      }));
    }
    return pictures.get(number);
  };

  const show = async (number) => {
    const [found, of] = await picture(number), come = found?.cloneNode(true), gone = plate.querySelector("svg:last-of-type");
    if (!come) return;
    days.textContent = of;
    come.classList.add("coming");
    plate.append(come);
    come.getBoundingClientRect();
    come.classList.add("come");
    await pause(650);
    come.classList.remove("coming", "come");
    gone.remove();
  };

  const grow = async (mine) => {
    if (step >= last) step = -1;
    while (growing && mine === turn && step < last) {
      picture(Math.min(step + 2, last));
      try { await show(step += 1); } catch { break; }
      await pause(step ? 250 : 700);
    }
    if (mine === turn) rest();
  };
  const rest = () => { growing = false; button.textContent = button.dataset.go; };

  button.addEventListener("click", () => {
    if (growing) return rest();
    growing = true;
    button.textContent = button.dataset.rest;
    grow(turn += 1);
  });
});
