// “/” leads to the search box from anywhere; where someone is typing it stays a slash.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
  const boxes = document.querySelectorAll(".find input, main [role=search] [type=search]");
  const box = [...boxes].find((candidate) => candidate.offsetParent);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
