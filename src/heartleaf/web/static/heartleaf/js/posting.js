// "Hand it to another app", where the browser can give files to the phone's own share sheet. Where
// it cannot, the button is not there and the image is saved. We send it nowhere.
document.querySelectorAll("form[data-posting]").forEach((form) => {
  const button = form.querySelector("[data-hands-image]"), save = form.querySelector("[name=save]");
  const words = button.querySelector("span"), first = words.textContent;
  const sample = new File([""], "picture.jpg", { type: "image/jpeg" });
  if (!navigator.canShare?.({ files: [sample] })) return;
  let image = null, busy = false;

  const made = async () => {
    const said = new FormData(form);
    said.set("save", "yes");
    const answer = await fetch(location.href, { method: "POST", body: said });
    const type = answer.headers.get("Content-Type") || "";
    if (!answer.ok || !type.startsWith("image/")) throw new Error("no image");
    return new File([await answer.blob()], `picture.${type === "image/png" ? "png" : "jpg"}`, { type });
  };

  button.hidden = false;
  form.addEventListener("input", () => { image = null; words.textContent = first; });
  button.addEventListener("click", async () => {
    if (busy) return;
    busy = true;
    try {
      image ??= await made();
      await navigator.share({ files: [image] });
    } catch (problem) {
      // A phone gives its sheet only shortly after a tap; then the next tap has the image ready.
      if (problem.name === "NotAllowedError") words.textContent = button.dataset.ready;
      // Put away again by the person: nothing to say. Anything else the page itself says better.
      else if (problem.name !== "AbortError") form.requestSubmit(save);
    } finally { busy = false; }
  });
});
