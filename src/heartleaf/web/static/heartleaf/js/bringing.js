// Brings in chosen files, one after the other. Without script the form does it.
document.querySelectorAll("form[data-bring-in]").forEach((form) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const list = form.querySelector(".arrivals");
  const button = form.querySelector("button.primary");
  const soFar = form.querySelector(".so-far");
  const say = form.dataset, words = button.textContent;
  form.querySelectorAll(".folder").forEach((label) => { label.hidden = false; });

  const tellSoFar = (arrived, all) => {
    soFar.textContent = say.soFar.replace("{arrived}", arrived).replace("{all}", all);
  };

  // The number says which file it is, so that one whose answer was lost is not begun twice.
  const bring = async (files, lines) => {
    let arrived = 0, line = lines[0];
    const how = { token, told: (state, share) => line.tell(state, share) };
    try {
      const { id } = await postUntilHeard(say.begin, new FormData(), how);
      for (const [number, file] of files.entries()) {
        line = lines[number];
        const fields = { name: file.webkitRelativePath || file.name, number };
        const here = await sendInParts(file, { begin: `/imports/${id}/uploads/`, fields, ...how });
        line.tell(here ? "arrived" : "unread");
        tellSoFar(arrived += here ? 1 : 0, files.length);
      }
      location.href = (await postUntilHeard(`/imports/${id}/start/`, new FormData(), how)).address;
    } catch {
      line.tell("failed");
      button.removeAttribute("aria-disabled");
      button.textContent = words;
    }
  };

  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.length) return;
    event.preventDefault();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.busy;
    list.replaceChildren();
    tellSoFar(0, files.length);
    bring(files, files.map((file) => lineInList(list, file.name, say)));
  });

  const drop = form.querySelector(".drop");
  drop.addEventListener("dragover", (event) => event.preventDefault());
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.querySelector("input").files = event.dataTransfer.files;
  });
});
