// "Hand it on": the phone's own sheet of who to send a link to. Where there is none, or over plain
// http, the button is not there, and the link can be copied.
document.querySelectorAll("button[data-hands-on]").forEach((button) => {
  if (!navigator.share) return;
  const field = document.getElementById(button.dataset.handsOn);
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.share({ url: field.value }).catch(() => {}); // thought better of it
  });
});
