// The tree can be gone nearer to with wheel, fingers and keys. Without script its links do it. What
// is moved is only looked at; where it comes to rest that part is asked for, leaf by leaf.
document.querySelectorAll("[data-tree]").forEach((plate) => {
  const whole = plate.dataset.whole.split(" ").map(Number);
  const fingers = new Map();
  let waiting = 0, moved = false, before = null;

  const picture = () => plate.querySelector("svg.tree");
  const looking = () => picture().getAttribute("viewBox").split(" ").map(Number);
  const isNear = () => looking()[2] < whole[2] - 1;
  const within = (value, low, high) => Math.min(Math.max(value, low), high);

  const look = (x, y, width) => {
    width = within(width, 3000, whole[2]);
    const height = whole[3] * width / whole[2];
    const left = within(x - width / 2, whole[0], whole[0] + whole[2] - width);
    const top = within(y - height / 2, whole[1], whole[1] + whole[3] - height);
    picture().setAttribute("viewBox", [left, top, width, height].map(Math.round).join(" "));
    plate.toggleAttribute("data-nearer", width < whole[2]);
    clearTimeout(waiting);
    waiting = setTimeout(ask, 350);
  };

  // A point of the screen as a point of the drawing.
  const place = (x, y) => {
    const there = new DOMPoint(x, y).matrixTransform(picture().getScreenCTM().inverse());
    return [there.x, there.y];
  };

  // What is under that point stays under it.
  const nearer = (times, x, y) => {
    const [left, top, width, height] = looking();
    const to = within(width / times, 3000, whole[2]);
    const share = to / width;
    look(x + (left + width / 2 - x) * share, y + (top + height / 2 - y) * share, to);
  };
  const middle = () => { const [left, top, width, height] = looking(); return [left + width / 2, top + height / 2]; };

  // Of a grove the address says which of its trees this is.
  const address = (asked) => {
    const said = new URLSearchParams(location.search), of = said.get("of");
    const query = new URLSearchParams(of ? { of } : {});
    Object.entries(asked).forEach(([name, value]) => query.set(name, Math.round(value)));
    return query.size ? `${location.pathname}?${query}` : location.pathname;
  };

  const ask = async () => {
    if (fingers.size) return;
    const [left, top, width, height] = looking();
    const asked = isNear() ? { x: left + width / 2, y: top + height / 2, w: width } : {};
    const focused = document.activeElement.closest?.("[data-tree] a")?.getAttribute("href");
    try {
      const answer = await fetch(address(asked));
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const come = page.querySelector("[data-tree] > svg"), ways = page.querySelector(".looking");
      // Someone may look elsewhere by now; then this is not what they look at.
      if (!come || looking().join() !== [left, top, width, height].join()) return;
      picture().replaceWith(come);
      if (ways) document.querySelector(".looking")?.replaceWith(ways);
      plate.toggleAttribute("data-nearer", isNear());
      history.replaceState(history.state, "", address(asked));
      if (focused) [...plate.querySelectorAll("a")].find((a) => a.getAttribute("href") === focused)?.focus();
    } catch { /* without a line it stays as it is */ }
  };

  // The page keeps the wheel as long as there is something of it to scroll.
  plate.addEventListener("wheel", (event) => {
    const { scrollHeight, clientHeight } = document.documentElement;
    if (!event.ctrlKey && !isNear() && scrollHeight > clientHeight + 1) return;
    event.preventDefault();
    nearer(Math.exp(-within(event.deltaY, -120, 120) / 360), ...place(event.clientX, event.clientY));
  }, { passive: false });

  plate.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    moved = fingers.size > 1;
    before = null;
  });
  addEventListener("pointermove", (event) => {
    const was = fingers.get(event.pointerId);
    if (!was) return;
    const now = [event.clientX, event.clientY];
    if (fingers.size === 1) {
      if (!isNear() || (!moved && Math.hypot(now[0] - was[0], now[1] - was[1]) < 6)) return;
      const [ax, ay] = place(...was), [bx, by] = place(...now), [x, y] = middle();
      look(x + ax - bx, y + ay - by, looking()[2]);
    } else {
      fingers.set(event.pointerId, now);
      const [one, two] = fingers.values();
      const apart = Math.hypot(one[0] - two[0], one[1] - two[1]);
      if (before) nearer(apart / before, ...place((one[0] + two[0]) / 2, (one[1] + two[1]) / 2));
      before = apart;
    }
    moved = true;
    plate.classList.add("moving");
    fingers.set(event.pointerId, now);
  });
  const lift = (event) => {
    if (!fingers.delete(event.pointerId)) return;
    before = null;
    if (fingers.size) return;
    plate.classList.remove("moving");
    if (moved) { clearTimeout(waiting); waiting = setTimeout(ask, 200); }
  };
  addEventListener("pointerup", lift);
  addEventListener("pointercancel", lift);
  // A leaf that was only dragged along is not opened.
  plate.addEventListener("click", (event) => { if (moved) event.preventDefault(); moved = false; }, true);
  plate.addEventListener("dragstart", (event) => event.preventDefault());

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, button")) return;
    const [left, top, width, height] = looking(), [x, y] = middle();
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.key === "+" || event.key === "=") nearer(1.5, x, y);
    else if (event.key === "-") nearer(1 / 1.5, x, y);
    else if (event.key === "0") look(x, y, whole[2]);
    else if (ways[event.key] && isNear()) look(x + ways[event.key][0] * width / 5, y + ways[event.key][1] * height / 5, width);
    else return;
    event.preventDefault();
  });
});
