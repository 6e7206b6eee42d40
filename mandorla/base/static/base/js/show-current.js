// In a row of places or tabs that scrolls sideways on a phone, the one we are on is brought into view.
for (const current of document.querySelectorAll("nav a[aria-current='page']")) {
  const row = current.parentElement;
  if (row.scrollWidth > row.clientWidth) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
