// Sends chosen files in parts that go on after a lost connection. Without script the form does it.
document.querySelectorAll("form[data-bring-in]").forEach((form) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = form.querySelector(".arrivals");
  const say = form.dataset;
  form.querySelectorAll(".folder").forEach((label) => { label.hidden = false; });

  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const post = (address, body) => fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
  const told = async (answer) => {
    if (!answer.ok && answer.status !== 409) throw new Error(answer.status);
    return answer.json();
  };

  const line = (file) => {
    const item = document.createElement("li"), name = document.createElement("span"), note = document.createElement("span");
    name.className = "name"; note.className = "note";
    name.textContent = file.name; note.textContent = say.waiting;
    item.append(name, note);
    list.append(item);
    return note;
  };

  const send = async (file, name, address, note) => {
    const { id, part } = await told(await post(`${address}uploads/`, new URLSearchParams({ name, size: file.size })));
    let at = 0;
    while (at < file.size) {
      try {
        at = (await told(await post(`/uploads/${id}/?offset=${at}`, file.slice(at, at + part)))).received;
        note.textContent = `${say.going}, ${Math.round(100 * at / file.size)} %`;
      } catch {
        note.textContent = say.again;
        await wait(3000);
      }
    }
    note.textContent = say.arrived;
  };

  form.addEventListener("submit", async (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.length) return;
    event.preventDefault();
    form.querySelector("button.primary").setAttribute("aria-disabled", "true");
    const { id } = await told(await post(say.begin, new FormData()));
    const notes = files.map(line);
    for (const [number, file] of files.entries()) {
      await send(file, file.webkitRelativePath || file.name, `/imports/${id}/`, notes[number]);
    }
    location.href = (await told(await post(`/imports/${id}/start/`, new FormData()))).address;
  });

  const drop = form.querySelector(".drop");
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.querySelector("input").files = event.dataTransfer.files;
  });
});
