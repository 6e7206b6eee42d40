// [data-until] counts the minutes down, by the clock of the server: the page came with the moment it was made at.
const ahead = new WeakMap();

function say() {
  for (const left of document.querySelectorAll("[data-until]")) {
    if (!ahead.has(left)) ahead.set(left, Date.parse(left.dataset.now) - Date.now());
    const seconds = (Date.parse(left.dataset.until) - Date.now() - ahead.get(left)) / 1000;
    const minutes = Math.ceil(seconds / 60);
    const { one, many, over, none } = left.dataset;
    const words = minutes === 1 ? one : minutes > 1 ? many : minutes > -1 ? none : over;
    const said = words.replace("{count}", String(Math.abs(minutes)));
    if (left.textContent !== said) left.textContent = said;
    left.classList.toggle("is-over", minutes <= 0);
  }
}

setInterval(say, 5_000);
document.addEventListener("htmx:afterSettle", say);
say();
