// Records a voice, once the person touches "Record"; what was recorded comes into the list.
document.querySelectorAll(".recorder").forEach((recorder) => {
  const form = recorder.closest("form"), say = recorder.dataset;
  const find = (name) => recorder.querySelector(`[data-${name}]`);
  const [record, pause, goOn, stop, time, state] = ["record", "pause", "go-on", "stop", "time", "state"].map(find);
  const cannot = form.querySelector(".cannot");
  if (!window.MediaRecorder || !navigator.mediaDevices?.getUserMedia) { cannot.hidden = false; return; }
  recorder.hidden = false;
  form.querySelectorAll(".camera").forEach((label) => { label.hidden = true; });

  const TYPES = ["audio/mp4", "audio/webm;codecs=opus", "audio/webm", "audio/ogg;codecs=opus"];
  let media = null, pieces = [], made = 0, passed = 0, since = 0, ticking, awake, gone = false, keepsThen = false;

  const seconds = () => Math.floor((passed + (since ? performance.now() - since : 0)) / 1000);
  const showTime = () => {
    const all = seconds(), parts = [all % 60, Math.floor(all / 60) % 60, Math.floor(all / 3600)];
    const [s, m, h] = parts.map((part) => String(part).padStart(2, "0"));
    time.textContent = all < 3600 ? `${Number(m)}:${s}` : `${Number(h)}:${m}:${s}`;
  };

  // One look for each state, and the thumb stays where it is.
  const show = (now, words, focus) => {
    record.hidden = now !== "idle";
    pause.hidden = now !== "recording"; goOn.hidden = now !== "paused";
    stop.hidden = now === "idle"; time.hidden = now === "idle";
    recorder.classList.toggle("is-recording", now === "recording");
    state.textContent = words;
    focus?.focus();
  };

  const begin = async () => {
    state.textContent = say.asking;
    passed = 0; showTime();
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (problem) {
      return show("idle", problem.name === "NotFoundError" ? say.noMicrophone : say.refused, record);
    }
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    media = new MediaRecorder(sound, type ? { mimeType: type } : {});
    pieces = []; gone = false;
    media.addEventListener("dataavailable", ({ data }) => { if (data.size) pieces.push(data); });
    media.addEventListener("stop", () => { sound.getTracks().forEach((track) => track.stop()); finish(); });
    sound.getTracks().forEach((track) => track.addEventListener("ended", () => { gone = true; end(); }));
    media.start(1000);
    awake = await navigator.wakeLock?.request("screen").catch(() => null);
    run();
  };

  const run = () => {
    since = performance.now();
    ticking = setInterval(showTime, 250);
    showTime();
    show("recording", say.recording, pause);
  };

  const rest = () => {
    if (since) passed += performance.now() - since;
    since = 0;
    clearInterval(ticking);
    showTime();
  };

  const end = () => { if (media && media.state !== "inactive") media.stop(); };

  const finish = () => {
    rest();
    awake?.release();
    const type = media.mimeType.split(";")[0] || "audio/webm", all = new Blob(pieces, { type });
    media = null; pieces = [];
    if (all.size) putInList(all);
    show("idle", !all.size ? say.nothing : gone ? say.lost : say.done, record);
    if (keepsThen && all.size) form.requestSubmit();
    keepsThen = false;
  };

  const putInList = (all) => {
    const ending = { "audio/mp4": "m4a", "audio/ogg": "ogg" }[all.type] ?? "webm";
    made += 1;
    const name = `${say.name}${made > 1 ? ` (${made})` : ""}.${ending}`;
    const detail = { file: new File([all], name, { type: all.type }) };
    form.dispatchEvent(new CustomEvent("recorded", { detail }));
    offerToListen(detail);
    record.querySelector("span").textContent = say.more;
  };

  const offerToListen = ({ file, line }) => {
    const sound = document.createElement("audio");
    sound.controls = true; sound.preload = "metadata";
    sound.src = URL.createObjectURL(file);
    sound.setAttribute("aria-label", file.name);
    line.item.append(sound);
  };

  record.addEventListener("click", begin);
  pause.addEventListener("click", () => { media.pause(); rest(); show("paused", say.paused, goOn); });
  goOn.addEventListener("click", () => { media.resume(); run(); });
  stop.addEventListener("click", end);
  document.addEventListener("covered", end);
  // "Keep" while it still records: that is the end of it, and then it is kept.
  form.addEventListener("submit", (event) => {
    if (!media) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keepsThen = true;
    end();
  }, true);
  addEventListener("beforeunload", (event) => { if (media) event.preventDefault(); });
});
