// The rating grid by keyboard: 1–4 choose a level, 0 none, arrows change the row. The form works without this file.
const rows = [...document.querySelectorAll(".ratings tbody tr")].filter((row) => row.querySelector(".seg"));
const radios = (row) => [...row.querySelectorAll(".seg input")];
const reason = (row) => row.querySelector("select");

function choose(row, index) {
  const radio = radios(row)[index];
  radio.checked = true;
  radio.focus();
  if (radio.value) reason(row).value = "";
}

function move(row, step) {
  const next = rows[rows.indexOf(row) + step];
  if (next) (radios(next).find((radio) => radio.checked) || radios(next)[0]).focus();
}

function press(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || !event.target.matches(".seg input")) return;
  const row = event.target.closest("tr");
  if ("01234".includes(event.key)) choose(row, event.key === "0" ? 4 : event.key - 1);
  else if (event.key === "ArrowDown") move(row, 1);
  else if (event.key === "ArrowUp") move(row, -1);
  else return;
  event.preventDefault();
}

for (const row of rows) {
  row.addEventListener("keydown", press);
  row.addEventListener("change", (event) => {
    if (event.target === reason(row) && event.target.value) radios(row)[4].checked = true;
    if (event.target.matches(".seg input") && event.target.value) reason(row).value = "";
  });
}
for (const hint of document.querySelectorAll(".keys[hidden]")) hint.hidden = false;
