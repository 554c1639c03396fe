/* A signature drawn with a finger, a pen or the mouse: strokes of points, kept in a hidden field. Without this: on paper. */
"use strict";
if (!window.thonsoSignature) {
  window.thonsoSignature = () => {};
  const limit = 20000;
  const start = (box) => {
    const canvas = box.querySelector("[data-signature-field]");
    const field = box.querySelector("[data-signature-strokes]");
    const pen = canvas.getContext("2d");
    let strokes = field.value ? field.value.split(";").map((s) => s.split(" ").map((p) => p.split(",").map(Number))) : [];
    const draw = () => {
      pen.clearRect(0, 0, canvas.width, canvas.height);
      pen.lineWidth = 4;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = "#1c2421";
      for (const stroke of strokes) {
        pen.beginPath();
        stroke.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
        pen.stroke();
      }
    };
    const keep = () => {
      field.value = strokes.map((s) => s.map((p) => p.join(",")).join(" ")).join(";");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const at = (event) => {
      const seen = canvas.getBoundingClientRect();
      const clamp = (v, high) => Math.max(0, Math.min(high, Math.round(v)));
      return [
        clamp(((event.clientX - seen.left) * canvas.width) / seen.width, canvas.width),
        clamp(((event.clientY - seen.top) * canvas.height) / seen.height, canvas.height),
      ];
    };
    let drawing = false;
    canvas.style.touchAction = "none";
    canvas.addEventListener("pointerdown", (event) => {
      drawing = true;
      canvas.setPointerCapture(event.pointerId);
      strokes.push([at(event)]);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!drawing) return;
      const stroke = strokes[strokes.length - 1];
      const [x, y] = at(event);
      const [lastX, lastY] = stroke[stroke.length - 1];
      if (Math.abs(x - lastX) + Math.abs(y - lastY) < 3) return;
      if (strokes.reduce((sum, s) => sum + s.length, 0) * 8 > limit) return;
      stroke.push([x, y]);
      draw();
    });
    const stop = () => {
      if (!drawing) return;
      drawing = false;
      keep();
    };
    canvas.addEventListener("pointerup", stop);
    canvas.addEventListener("pointercancel", stop);
    box.querySelector("[data-signature-clear]").addEventListener("click", () => {
      strokes = [];
      draw();
      keep();
    });
    draw();
  };
  const all = () => document.querySelectorAll("[data-signature]").forEach(start);
  window.thonsoSignature = start; // for a page that draws its questions later
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
}
