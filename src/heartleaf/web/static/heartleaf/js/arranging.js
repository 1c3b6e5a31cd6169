// Earlier and later without a new page: what was typed, and every file that was chosen, stays.
document.querySelectorAll("form[data-arranging]").forEach((form) => {
  const list = form.querySelector(".files"), told = form.querySelector("[role=status]");
  list?.addEventListener("click", (event) => {
    const button = event.target.closest("[name=move]");
    if (!button) return;
    event.preventDefault();
    const file = button.closest("li"), earlier = button.value.startsWith("earlier");
    if (earlier) file.previousElementSibling.before(file);
    else file.nextElementSibling.after(file);
    [...list.children].forEach((each, at) => {
      const title = each.querySelector("h2"), id = each.querySelector("[name=order]").value;
      title.textContent = title.textContent.replace(/\d+/, at + 1);
      each.querySelector("summary .unseen").textContent = `: ${title.textContent}`;
      form.querySelector(`[name=face][value="${id}"]`)?.setAttribute("aria-label", title.textContent);
      const [up, down] = each.querySelectorAll("[name=move]");
      up.disabled = !each.previousElementSibling;
      down.disabled = !each.nextElementSibling;
    });
    const way = button.disabled ? file.querySelector("[name=move]:enabled") : button;
    way.focus();
    told.textContent = form.dataset.arranging.replace("{number}", [...list.children].indexOf(file) + 1);
  });
});
