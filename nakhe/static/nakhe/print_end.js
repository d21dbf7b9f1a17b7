// Browsers do not keep what follows a table on the page of its last rows. While a report is printed, notes and
// signatures stand in the table itself, in a group of rows that is not parted; afterwards they are where they were.
// Without script, and below charts, they follow as print.css can hold them.
let restore = () => {};

function lastRows(table) {
  if (table.tFoot) return table.tFoot;
  const group = table.createTBody();
  group.append(...[...table.tBodies[0].rows].slice(-2));
  return group;
}

function follows(element, table) {
  return table.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
}

addEventListener("beforeprint", () => {
  restore();
  const table = [...document.querySelectorAll("table.dense")].pop();
  if (!table || !table.tBodies[0].rows.length || document.querySelector(".charts, .cap-box")) return;
  const end = [...document.querySelectorAll(".notes, .ky, .in-luc")].filter((each) => follows(each, table));
  const places = end.map((each) => [each, each.parentNode, each.nextSibling]);
  const width = [...table.tBodies[0].rows[0].cells].length;
  const holder = lastRows(table);
  const row = holder.insertRow();
  const cell = row.insertCell();
  cell.colSpan = width;
  cell.className = "end";
  cell.append(...end);
  holder.setAttribute("data-last", "");
  restore = () => {
    for (const [each, parent, next] of places.reverse()) parent.insertBefore(each, next);
    row.remove();
    holder.removeAttribute("data-last");
    if (holder !== table.tFoot) {
      table.tBodies[0].append(...holder.rows);
      holder.remove();
    }
    restore = () => {};
  };
});
addEventListener("afterprint", () => restore());
