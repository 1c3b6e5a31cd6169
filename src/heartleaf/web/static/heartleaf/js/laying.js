// A file may be laid anywhere on its frame. Without script it is laid on the field itself, or chosen.
document.querySelectorAll("label[data-lay]").forEach((frame) => {
  const input = frame.querySelector("input[type=file]");
  frame.addEventListener("dragover", (event) => event.preventDefault());
  frame.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
});
