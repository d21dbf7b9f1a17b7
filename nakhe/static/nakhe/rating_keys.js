// The rating grid by keyboard: 1–4 choose a level, 0 none, the arrows go from cell to cell as in a spreadsheet and never
// change one, Ctrl+Z undoes.
{
  const { form, parts, undo } = ratingGrid;
  const LEVELS = ["", "EXCELLENT", "GOOD", "COMPLETED", "NOT_COMPLETED"];
  const rows = [...form.querySelectorAll("tbody tr[data-key]")];
  const partOf = (element) => parts.get(element.closest("[data-key]")?.dataset.key);
  const inGrid = (target) => target.closest("tbody") && !target.closest("details");

  function choose(control, level) {
    if (control.matches("select")) control.value = level;
    else {
      const radio = control.querySelector(`[value="${level}"]`);
      radio.checked = true;
      radio.focus();
    }
    control.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function go(control) {
    const place = control.matches(".seg") ? control.querySelector(":checked") ?? control.querySelector("input") : control;
    place.focus();
    if (place.matches("input:not([type=radio])")) place.select();
  }

  function move(control, step) {
    for (let at = rows.indexOf(control.closest("tr")) + step; rows[at]; at += step) {
      const next = rows[at].querySelector(`[data-field="${control.dataset.field}"]`);
      if (next && !next.closest("details")) return go(next);
    }
  }

  function moveAcross(control, step) {
    const cells = [...control.closest("tr").querySelectorAll("[data-field]")].filter(inGrid);
    const next = cells[cells.indexOf(control) + step];
    if (next) go(next);
  }

  // Within a text the arrows are the text's own; at its ends, and while all of it is selected, they leave it.
  function isLeft({ target, shiftKey }, step) {
    if (!target.matches("input:not([type=radio])")) return true;
    if (shiftKey || !inGrid(target)) return false;
    const { selectionStart: start, selectionEnd: end, value } = target;
    const isWhole = start === 0 && end === value.length;
    return isWhole || (start === end && start === (step < 0 ? 0 : value.length));
  }

  function across(event, control) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step || !control.closest("tbody") || !isLeft(event, step)) return false;
    if (inGrid(control)) moveAcross(control, step);
    return true;
  }

  function press(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const control = event.target.closest("[data-field]");
    if (!control || !form.contains(control)) return;
    const isLevel = control.matches(".seg, .pick-level");
    const step = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
    if (isLevel && /^[0-4]$/.test(event.key)) choose(control, LEVELS[event.key]);
    else if (step && inGrid(control)) move(control, step);
    else if (event.key === "Enter" && control.matches("input")) control.blur();
    else if (!across(event, control)) return;
    event.preventDefault();
  }

  // What is being typed the browser takes back itself.
  function isBeingTyped(target) {
    const part = target.matches("input:not([type=radio])") && partOf(target);
    return part && part.value(target.dataset.field) !== part.seen[target.dataset.field];
  }

  form.addEventListener("keydown", press);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    if (isBeingTyped(event.target) || (event.target.matches("input, textarea") && !form.contains(event.target))) return;
    event.preventDefault();
    undo();
  });
}
