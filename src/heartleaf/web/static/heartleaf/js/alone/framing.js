// The veil follows what is chosen, and its edges can be drawn with a finger; turning needs no new
// page. Without script the form does it, and the page comes again with the veil on it.
document.querySelectorAll("form[data-framing]").forEach((form) => {
  const box = form.querySelector(".framing"), fields = form.elements;
  const [veil, line] = box.querySelectorAll("path");
  const sides = ["top", "right", "bottom", "left"];
  const chosen = () => sides.map((side) => Number(fields[side].value));
  let image = box.querySelector("img");

  const show = () => {
    const [top, right, bottom, left] = chosen();
    const hole = `M${left} ${top}V${100 - bottom}H${100 - right}V${top}Z`;
    veil.setAttribute("d", `M0 0H100V100H0Z${hole}`);
    line.setAttribute("d", hole);
    box.dataset.way = fields.way.value;
    sides.forEach((side) => {
      box.style.setProperty(`--${side}`, `${fields[side].value}%`);
      const share = fields[side].previousElementSibling;
      share.hidden = false;
      share.textContent = `${fields[side].value} %`;
      fields[side].setAttribute("aria-valuetext", share.textContent);
    });
  };

  // A range holds to its own bounds, whatever it is given.
  const draw = (side, event) => {
    const { top, right, bottom, left, width, height } = box.getBoundingClientRect();
    const share = { top: (event.clientY - top) / height, right: (right - event.clientX) / width, bottom: (bottom - event.clientY) / height, left: (event.clientX - left) / width };
    fields[side].value = Math.round(100 * share[side]);
    show();
  };

  form.querySelectorAll("[data-draws]").forEach((handle) => {
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => { event.preventDefault(); handle.setPointerCapture(event.pointerId); });
    handle.addEventListener("pointermove", (event) => { if (handle.hasPointerCapture(event.pointerId)) draw(handle.dataset.draws, event); });
  });

  // The turned picture is a new one; it takes the other's place once it is there.
  const turn = async (event) => {
    event.preventDefault();
    const [top, right, bottom, left] = chosen(), quarter = (Number(fields.turn.value) + 1) % 4;
    const next = image.cloneNode(), address = new URL(image.src);
    fields.turn.value = quarter;
    address.searchParams.set("turn", quarter);
    Object.assign(next, { src: address.href, width: image.height, height: image.width });
    await next.decode().catch(() => {});
    image.replaceWith(next);
    image = next;
    [left, top, right, bottom].forEach((value, at) => { fields[sides[at]].value = value; });
    show();
  };

  form.querySelector("[name=quarter]").addEventListener("click", turn);
  form.addEventListener("input", show);
  show();
});
