// What was surfaced in the background (see outbox.js) is shown with its Undo, unless somebody writes the next line already.
document.addEventListener("outbox:sent", ({ detail }) => {
  const form = document.querySelector("form.surface");
  if (!form || new URL(form.action).pathname !== detail.address || form.elements.text.value.trim()) return;
  const community = new URLSearchParams(detail.values).get("community") ?? "";
  location.assign(`${detail.address}?community=${encodeURIComponent(community)}`);
});
