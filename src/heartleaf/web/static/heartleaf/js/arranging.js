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
    [...list.children].forEach((each) => {
      const [up, down] = each.querySelectorAll("[name=move]");
      up.hidden = !each.previousElementSibling;
      down.hidden = !each.nextElementSibling;
    });
    const way = button.hidden ? file.querySelector("[name=move]:not([hidden])") : button;
    way.focus();
    told.textContent = form.dataset.arranging.replace("{number}", [...list.children].indexOf(file) + 1);
  });
});
