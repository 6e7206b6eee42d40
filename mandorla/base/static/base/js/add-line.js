// "Add a line" gives one more empty line at once; without this module the button saves and comes back with more.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-more]");
  const lines = button && document.getElementById(button.dataset.more);
  if (!lines) return;
  event.preventDefault();
  const line = lines.lastElementChild.cloneNode(true);
  const box = line.querySelector("textarea, input");
  box.value = "";
  box.setAttribute("aria-label", box.getAttribute("aria-label").replace(/\d+$/, String(lines.children.length + 1)));
  lines.append(line);
  box.focus();
});
