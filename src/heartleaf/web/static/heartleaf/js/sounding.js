// A quiet player around the browser's own: a ring, the drawn sound, its length. It begins when it is
// asked to and never by itself; one sound at a time.
(() => {
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  const dress = (figure) => {
    const audio = figure.querySelector("audio"), ring = figure.querySelector(".ring");
    const wave = figure.querySelector(".wave"), where = wave.querySelector("input"), length = figure.querySelector(".length");
    const named = ring.getAttribute("aria-label").slice(figure.dataset.play.length), whole = length.textContent;
    const show = () => {
      const share = audio.duration ? audio.currentTime / audio.duration : 0;
      where.value = Math.round(1000 * share);
      figure.style.setProperty("--heard", `${100 * share}%`);
      length.textContent = audio.currentTime ? clock(audio.currentTime) : whole;
      figure.classList.toggle("plays", !audio.paused);
      ring.setAttribute("aria-label", (audio.paused ? figure.dataset.play : figure.dataset.pause) + named);
      where.setAttribute("aria-valuetext", clock(audio.currentTime));
    };
    ring.addEventListener("click", () => {
      if (!audio.paused) return audio.pause();
      document.querySelectorAll("audio, video").forEach((other) => other !== audio && other.pause());
      audio.play();
    });
    const find = () => { audio.currentTime = audio.duration * where.value / 1000; };
    where.addEventListener("input", () => {
      if (audio.duration) return find();
      audio.addEventListener("loadedmetadata", find, { once: true }); // its length is not here yet
      audio.preload = "metadata";
    });
    ["timeupdate", "play", "pause", "ended", "seeked"].forEach((name) => audio.addEventListener(name, show));
    audio.controls = false;
    ring.hidden = wave.hidden = false;
    figure.classList.add("dressed");
  };

  const dressAll = (root) => root.querySelectorAll("[data-sound]:not(.dressed)").forEach(dress);
  dressAll(document);
  document.addEventListener("htmx:load", (event) => dressAll(event.target.parentElement || document));
})();
