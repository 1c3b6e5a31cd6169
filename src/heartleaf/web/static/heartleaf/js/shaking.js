// A hard shake closes the screen, if this person wishes it: to and fro four times within a second,
// and each time with about twice the pull of the earth. A pram, a bus or a stair has a quarter of that.
(() => {
  const HARD = 18, TIMES = 4, WITHIN = 1000;
  const form = document.querySelector("form[data-closes]"), ask = document.querySelector("[data-asks-motion]");
  const wishes = (document.documentElement.dataset.closesBy ?? "").split(" ");
  let turns = [], steady = null;

  // Some phones tell only of the earth's pull and the hand's together: what stays is the earth's.
  const moved = ({ acceleration: own, accelerationIncludingGravity: all }) => {
    if (own?.x != null) return [own.x, own.y, own.z];
    if (all?.x == null) return [0, 0, 0];
    const now = [all.x, all.y, all.z];
    steady = (steady ?? now).map((one, axis) => .9 * one + .1 * now[axis]);
    return now.map((one, axis) => one - steady[axis]);
  };

  const feel = (event) => {
    const pulls = moved(event), axis = [0, 1, 2].reduce((a, b) => (Math.abs(pulls[a]) >= Math.abs(pulls[b]) ? a : b));
    if (Math.abs(pulls[axis]) < HARD) return;
    const side = `${axis}${Math.sign(pulls[axis])}`, at = event.timeStamp;
    if (turns.at(-1)?.side === side) return;
    turns = [...turns.filter((one) => at - one.at < WITHIN && one.side[0] === side[0]), { side, at }];
    if (turns.length < TIMES) return;
    turns = [];
    form.requestSubmit();
  };

  if (form && wishes.includes("shake")) addEventListener("devicemotion", feel);

  // On an iPhone a page may feel nothing before it was allowed to, by a tap.
  const asks = window.DeviceMotionEvent?.requestPermission;
  if (!ask || !asks || !navigator.maxTouchPoints) return;
  ask.hidden = false;
  ask.querySelector("button").addEventListener("click", async () => {
    const may = await DeviceMotionEvent.requestPermission().catch(() => "denied");
    ask.querySelector("[role=status]").textContent = may === "granted" ? ask.dataset.granted : ask.dataset.denied;
  });
})();
