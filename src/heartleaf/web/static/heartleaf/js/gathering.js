// Files chosen, laid down, pasted, taken or recorded come into one list and are sent at once, one
// after the other. "Keep" waits for what is on its way, and then sends only what they are called
// here. Without script the form brings them itself.
document.querySelectorAll("form[data-gathers]").forEach((form) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = form.querySelector(".arrivals"), told = form.querySelector("[data-told]");
  const button = form.querySelector("button.primary"), words = button.textContent;
  const say = form.dataset, who = form.elements.who.value;
  let lines = [], keeping = false, sending = false, leaving = false;

  // ── The list ────────────────────────────────────────────────────────────────────────────
  const add = (file, { own = false, name = file.name } = {}) => {
    const same = (line) => line.file && !own && line.name === name && line.file.size === file.size && line.file.lastModified === file.lastModified;
    if (lines.some(same)) return null;
    const line = lineInList(list, name, say);
    lines.push(Object.assign(line, { file, own, stop: new AbortController() }));
    giveAWayOff(line);
    send();
    return line;
  };

  const giveAWayOff = (line) => {
    const off = document.createElement("button"), word = document.createElement("span");
    off.type = "button"; off.className = "word soft";
    off.append(word);
    word.textContent = say.off;
    off.setAttribute("aria-label", `${say.off}: ${line.name}`);
    off.addEventListener("click", () => {
      if (!line.own || off.dataset.sure) return takeOff(line);
      off.dataset.sure = "yes"; // what was recorded here is in no folder of the phone
      word.textContent = say.sure;
      off.setAttribute("aria-label", `${say.sure}: ${line.name}. ${say.nowhereElse}`);
    });
    line.item.append(off);
  };

  const takeOff = (line) => {
    const next = line.item.nextElementSibling ?? line.item.previousElementSibling;
    lines = lines.filter((other) => other !== line);
    line.stop?.abort();
    if (line.id) postUntilHeard(`/uploads/${line.id}/given-up/`, new FormData(), { token, told() {} }).catch(() => {});
    line.item.remove();
    list.hidden = !lines.length;
    told.textContent = say.takenOff;
    (next?.querySelector("button") ?? form.querySelector("input[type=file]")).focus();
    goOnKeeping();
  };

  // ── Sending ─────────────────────────────────────────────────────────────────────────────
  const send = async () => {
    if (sending) return;
    sending = true;
    for (let line; (line = lines.find((one) => one.state === "waiting"));) await sendOne(line);
    sending = false;
    goOnKeeping();
  };

  const sendOne = async (line) => {
    const besides = lines.map((other) => other.id).filter(Boolean);
    const how = { token, signal: line.stop.signal, told: line.tell, begun: (id) => { line.id = id; } };
    line.tell("going");
    try {
      const here = await sendInParts(line.file, { begin: say.begin, fields: { name: line.name, who }, besides, ...how });
      if (!here) line.id = null;
      line.tell(here ? "arrived" : "unread");
    } catch (problem) {
      if (!line.stop.signal.aborted) line.tell(problem.message === "413" ? "full" : "failed");
    }
    if (lines.includes(line)) told.textContent = `${line.name}: ${say[line.state]}`;
    goOnKeeping();
  };

  // ── Keeping ─────────────────────────────────────────────────────────────────────────────
  const onTheirWay = () => lines.filter(({ state }) => ["waiting", "going", "again"].includes(state)).length;

  const goOnKeeping = () => {
    if (!keeping) return;
    const left = onTheirWay();
    if (left) button.textContent = left === 1 ? say.last : say.some.replace("{number}", left);
    else letGoOn();
  };

  const letGoOn = () => {
    keeping = false;
    button.removeAttribute("aria-disabled");
    button.textContent = words;
    if (!lines.some(({ state }) => ["failed", "full"].includes(state))) form.requestSubmit(button);
  };

  form.addEventListener("submit", (event) => {
    lines.filter(({ state }) => ["failed", "full"].includes(state)).forEach((line) => line.tell("waiting"));
    send();
    if (keeping || onTheirWay()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      keeping = true;
      button.setAttribute("aria-disabled", "true");
      return goOnKeeping();
    }
    form.querySelectorAll("input[data-listed]").forEach((input) => input.remove());
    for (const { id, name, state, own } of lines) {
      bring(...(state === "unread" ? ["unread", name] : ["uploads", id]));
      if (own) bring("recorded", id);
    }
    leaving = true;
  });

  const bring = (name, value) => {
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    input.dataset.listed = "";
    form.append(input);
  };

  // What was chosen can be chosen again; what was recorded here is nowhere else.
  addEventListener("beforeunload", (event) => { if (!leaving && lines.some(({ own }) => own)) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });

  // ── Where files come from ───────────────────────────────────────────────────────────────
  form.classList.add("gathers");
  form.querySelectorAll(".choose [hidden], .by-hand").forEach((each) => { each.hidden = false; });
  for (const item of list.querySelectorAll("[data-upload]")) { // what an earlier answer listed
    const line = lineInList(list, item.querySelector(".name").textContent, say);
    lines.push(Object.assign(line, { id: item.dataset.upload, own: "recorded" in item.dataset }));
    line.tell("arrived");
    giveAWayOff(line);
    item.remove();
  }
  form.addEventListener("change", (event) => {
    if (event.target.name !== "files") return; // another takes the place of one that is kept
    [...event.target.files].forEach((file) => add(file));
    event.target.value = ""; // sent already; the form need not bring it again
  });
  form.addEventListener("recorded", ({ detail }) => { detail.line = add(detail.file, { own: true }); });

  const drop = form.querySelector(".chooser");
  const carries = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault(); // else the browser leaves the page for the file
    drop.classList.add("over");
  });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    drop.classList.remove("over");
    [...event.dataTransfer.files].forEach((file) => add(file));
  });
  addEventListener("paste", ({ clipboardData, target }) => {
    const inField = target.closest?.("input, textarea") && clipboardData.types.includes("text/plain");
    if (inField) return;
    for (const file of clipboardData.files) {
      const ending = file.name.split(".").pop();
      add(file, /^image\.\w+$/.test(file.name) ? { name: `${say.pasted}.${ending}` } : {});
    }
  });
});
