// Sends chosen files in parts that go on after a lost connection. Without script the form does it.
document.querySelectorAll("form[data-bring-in]").forEach((form) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = form.querySelector(".arrivals");
  const button = form.querySelector("button.primary");
  const soFar = form.querySelector(".so-far");
  const say = form.dataset, words = button.textContent;
  form.querySelectorAll(".folder").forEach((label) => { label.hidden = false; });

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  // fetch itself fails only while there is no line: then it is tried again, for as long as it takes.
  const post = async (address, body, note) => {
    for (;;) {
      const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } }).catch(() => null);
      if (answer && (answer.ok || answer.status === 409)) return answer.json();
      if (answer && answer.status < 500) throw new Error(answer.status);
      if (note) note.textContent = say.again;
      await wait(3000);
    }
  };

  const line = (file) => {
    const item = document.createElement("li"), name = document.createElement("span"), note = document.createElement("span");
    name.className = "name"; note.className = "note";
    name.textContent = file.name; note.textContent = say.waiting;
    item.append(name, note);
    list.append(item);
    return note;
  };

  // The number says which file it is, so that one whose answer was lost is not begun twice. A part
  // is read before it is sent: a file that is gone would look like a line that is down.
  const send = async (file, number, address, note) => {
    const name = file.webkitRelativePath || file.name;
    const { id, part, received } = await post(`${address}uploads/`, new URLSearchParams({ name, number, size: file.size }), note);
    let at = received;
    while (at < file.size) {
      const bytes = await file.slice(at, at + part).arrayBuffer().catch(() => null);
      const arrived = bytes ? (await post(`/uploads/${id}/?offset=${at}`, bytes, note)).received : at;
      if (arrived === at) {
        await post(`/uploads/${id}/given-up/`, new FormData(), note);
        note.textContent = say.unread;
        return 0;
      }
      at = arrived;
      note.textContent = `${say.going}, ${Math.round(100 * at / file.size)} %`;
    }
    note.textContent = say.arrived;
    return 1;
  };

  const tellSoFar = (arrived, all) => {
    soFar.hidden = false;
    soFar.textContent = say.soFar.replace("{arrived}", arrived).replace("{all}", all);
  };

  form.addEventListener("submit", async (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.length) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
    list.hidden = false;
    list.replaceChildren();
    const notes = files.map(line);
    let number = 0, arrived = 0;
    tellSoFar(arrived, files.length);
    try {
      const { id } = await post(say.begin, new FormData(), notes[0]);
      for (; number < files.length; number++) {
        arrived += await send(files[number], number, `/imports/${id}/`, notes[number]);
        tellSoFar(arrived, files.length);
      }
      location.href = (await post(`/imports/${id}/start/`, new FormData(), notes.at(-1))).address;
    } catch {
      notes[Math.min(number, notes.length - 1)].textContent = say.failed;
      button.removeAttribute("aria-disabled");
      button.textContent = words;
    }
  });

  const drop = form.querySelector(".drop");
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.querySelector("input").files = event.dataTransfer.files;
  });
});
