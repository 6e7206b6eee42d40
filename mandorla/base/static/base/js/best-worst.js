// What is picked as the best is not the worst as well: picking it in one column takes it out of the other.
document.addEventListener("change", (event) => {
  const table = event.target.closest("[data-best-worst]");
  if (!table) return;
  const row = event.target.closest("tr");
  for (const other of row.querySelectorAll("input")) if (other !== event.target) other.checked = false;
});
