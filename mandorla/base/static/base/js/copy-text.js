// A button copies a field: <button hidden data-copies="id of the field" data-copied="what it says then">.
for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
    field.select();
  });
}
