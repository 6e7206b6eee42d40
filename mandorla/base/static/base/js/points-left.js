// How many of the points of a form are left, said while somebody types. The words come with the page.
const whole = /^\s*\d+\s*$/;

function say(form) {
  const line = form.querySelector("[data-points-left]");
  if (!line) return;
  const boxes = form.querySelectorAll(".weigh input");
  const given = Array.from(boxes, (box) => (whole.test(box.value) ? Number(box.value) : 0)).reduce((sum, value) => sum + value, 0);
  const left = Number(form.dataset.points) - given;
  const words = left === 0 ? line.dataset.whole : left < 0 ? line.dataset.over : line.dataset.left;
  line.textContent = words.replace("{count}", String(Math.abs(left)));
  line.classList.toggle("is-whole", left === 0);
  line.classList.toggle("is-over", left < 0);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-points]");
  if (form) say(form);
});

for (const form of document.querySelectorAll("form[data-points]")) say(form);
