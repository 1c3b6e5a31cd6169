// Drawing on a sheet, with a finger, a pen or a mouse. What is drawn goes with the form as a picture.
document.querySelectorAll("form[data-draws]").forEach((form) => {
  const fieldset = form.querySelector(".drawing"), canvas = fieldset.querySelector("canvas");
  const files = form.elements.files, pen = canvas.getContext("2d");
  if (!pen || !window.PointerEvent || !window.DataTransfer) return;
  fieldset.hidden = false;
  const sheet = getComputedStyle(canvas).backgroundColor, WIDTH = 14, RUBBER = 70;
  let lines = [], going = false;

  const chosen = () => {
    const crayon = form.querySelector(".crayon:has(:checked)");
    const rubs = crayon.classList.contains("rubber");
    return { colour: rubs ? sheet : getComputedStyle(crayon).backgroundColor, width: rubs ? RUBBER : WIDTH };
  };
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * canvas.width, ((event.clientY - box.top) / box.height) * canvas.height];
  };
  const stroke = ({ colour, width, points }, from = 0) => {
    Object.assign(pen, { strokeStyle: colour, lineWidth: width, lineCap: "round", lineJoin: "round" });
    pen.beginPath();
    pen.moveTo(...points[from]);
    for (const point of points.slice(from)) pen.lineTo(...point);
    pen.stroke();
  };
  const redraw = () => {
    pen.fillStyle = sheet;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    lines.forEach((line) => stroke(line));
  };

  // Each finger has its own line; a second one does not jump over to the first.
  const held = new Map();
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    const line = { ...chosen(), points: [place(event)] };
    lines.push(line);
    held.set(event.pointerId, line);
    stroke(line);
  });
  canvas.addEventListener("pointermove", (event) => {
    const line = held.get(event.pointerId);
    if (!line) return;
    const from = line.points.length - 1;
    for (const one of event.getCoalescedEvents?.() ?? [event]) line.points.push(place(one));
    if (line.points.length === from + 1) line.points.push(place(event));
    stroke(line, from);
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, ({ pointerId }) => held.delete(pointerId));
  form.querySelector("[data-undo]").addEventListener("click", () => { lines.pop(); redraw(); });

  form.addEventListener("submit", (event) => {
    if (going || !lines.length) return;
    event.preventDefault();
    canvas.toBlob((blob) => {
      const all = new DataTransfer();
      all.items.add(new File([blob], `${form.dataset.name}.png`, { type: "image/png" }));
      [...files.files].forEach((file) => all.items.add(file));
      files.multiple = true;
      files.files = all.files;
      going = true;
      form.requestSubmit();
    }, "image/png");
  });
  addEventListener("beforeunload", (event) => { if (lines.length && !going) event.preventDefault(); });
  redraw();
});
