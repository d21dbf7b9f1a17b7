// Ticks on a list: all of the page at once, how many there are, and their rows in colour. The form works without this.
const form = document.querySelector("form.ticks");
const boxes = [...form.querySelectorAll("[name=nguoi]")];
const whole = form.querySelector(".whole-page");
const count = form.querySelector(".count");

function show() {
  const ticked = boxes.filter((box) => box.checked).length;
  count.textContent = ticked ? `Đã chọn ${ticked} đồng chí` : "Chưa chọn ai";
  for (const box of boxes) box.closest("tr")?.classList.toggle("now", box.checked);
  if (!whole) return;
  const all = whole.querySelector("input");
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && !all.checked;
}

form.addEventListener("change", (event) => {
  if (event.target.closest(".whole-page")) for (const box of boxes) box.checked = event.target.checked;
  show();
});
addEventListener("pageshow", show);
if (whole) whole.hidden = false;
show();
