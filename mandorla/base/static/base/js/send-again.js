// A page that cannot be sent stays as it is and says so: <form data-send-again> with a hidden [data-unsent] in it.
const events = ["htmx:sendError", "htmx:timeout"];

for (const name of events) {
  document.addEventListener(name, (event) => {
    const words = event.target.closest("form[data-send-again]")?.querySelector("[data-unsent]");
    if (words) words.hidden = false;
  });
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const words = event.target.closest("form[data-send-again]")?.querySelector("[data-unsent]");
  if (words) words.hidden = true;
});
