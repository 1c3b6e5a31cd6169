// A guest's note: a beginning that is tapped comes into the words, and a recording into the form.
document.querySelectorAll("form[data-words]").forEach((form) => {
  form.querySelectorAll("[name=begin]").forEach((button) => button.addEventListener("click", (event) => {
    const { words } = form.elements;
    event.preventDefault();
    words.value = [words.value.trimEnd(), button.textContent.trim()].filter(Boolean).join("\n");
    words.focus();
  }));
});

document.querySelectorAll("form[data-adds]").forEach((form) => {
  const list = form.querySelector("[data-recorded]"), [file] = form.querySelectorAll("[type=file]");
  const recorded = [];
  form.addEventListener("recorded", ({ detail }) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("span"), { className: "name", textContent: detail.file.name }));
    list.append(item);
    detail.line = { item };
    recorded.push(detail.file);
    bring();
  });
  // The field holds what was chosen by hand and what was recorded, each once.
  const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  const bring = () => {
    const all = new DataTransfer();
    [...file.files].filter((one) => !recorded.some((other) => same(one, other))).concat(recorded).forEach((one) => all.items.add(one));
    file.files = all.files;
  };
  file.addEventListener("change", bring);

  // What is more than fits would be refused on the way, with nothing but the browser's own words.
  form.addEventListener("submit", (event) => {
    const size = [...form.querySelectorAll("[type=file]")].flatMap(({ files }) => [...files]).reduce((sum, { size }) => sum + size, 0);
    const told = form.querySelector("[data-too-large]");
    told.hidden = size <= Number(form.dataset.adds);
    if (told.hidden) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    told.scrollIntoView({ block: "center" });
  }, true);
});
