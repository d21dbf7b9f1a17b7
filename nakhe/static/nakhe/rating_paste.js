// A column, or a block of them, pasted from a spreadsheet into the rating grid: line by line from the row that has the
// focus, cell by cell from its column. What cannot be read, and who is passed over, is named; one undo takes it all back.
{
  const { form, parts, record } = ratingGrid;
  const told = document.querySelector("#da-dan");
  const rows = [...form.querySelectorAll("tbody tr")];
  const COLUMNS = [
    "self_level", "committee_level", "votes_excellent", "votes_good", "votes_completed", "votes_not_completed",
    "score", "level", "not_rated_reason", "reason", "note",
  ]; // prettier-ignore
  const WORDS = {
    EXCELLENT: ["1", "xs", "htxsnv", "htxs", "hoan thanh xuat sac nhiem vu", "hoan thanh xuat sac", "xuat sac"],
    GOOD: ["2", "t", "httnv", "htt", "hoan thanh tot nhiem vu", "hoan thanh tot", "tot"],
    COMPLETED: ["3", "ht", "htnv", "hoan thanh nhiem vu", "hoan thanh"],
    NOT_COMPLETED: ["4", "k", "kht", "khtnv", "khong hoan thanh nhiem vu", "khong hoan thanh"],
    "": ["0", "-", "–", "chua"],
  };
  const REASONS = { EXEMPT: "mien", SUSPENDED: "dinh chi", UNDER_SIX_MONTHS: "6 thang", OTHER: "khac" };
  const fold = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("đ", "d").replace(/\s+/g, " ").trim();

  // The text of the field that *cell* means; undefined where it means nothing.
  function read(part, field, cell) {
    if (field.endsWith("level")) return Object.keys(WORDS).find((level) => WORDS[level].includes(fold(cell)));
    if (field.startsWith("votes")) return /^\d{1,4}$/.test(cell) ? String(Number(cell)) : undefined;
    if (field === "score") return /^\d{1,3}([.,]\d{1,2})?$/.test(cell) ? cell.replace(".", ",") : undefined;
    if (field === "note") return cell.slice(0, 300);
    if (field === "not_rated_reason") return Object.keys(REASONS).find((key) => fold(cell).includes(REASONS[key]));
    return [...part.controls.get(field).options].find((one) => fold(one.text) === fold(cell))?.value;
  }

  function fill(part, field, cell) {
    const text = read(part, field, cell);
    if (text === undefined) return false;
    part.set(field, text);
    part.settle(field);
    return true;
  }

  function cells(text) {
    return text.replaceAll("\r", "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  }

  // One pasted line into one row; the cells that were not understood.
  function line(row, columns, texts) {
    const part = parts.get(row.dataset.key);
    const typed = texts.map((text, at) => [columns[at], text.trim()]).filter(([, text]) => text);
    const misread = typed.filter(([field, text]) => !part.controls.has(field) || !fill(part, field, text));
    return { part, misread: misread.map(([, text]) => text) };
  }

  const isAside = (row) => row.matches(".off") || !parts.has(row.dataset.key);
  const nameOf = (row) => row.querySelector("th a").textContent;
  const isSilent = ([text]) => !text.trim() || Object.values(REASONS).some((reason) => fold(text).includes(reason));

  // The rows that the lines are meant for. As many lines as rated rows are theirs; a column of everybody has a line for
  // those set aside, too, and so has one that is empty, or says why, wherever it meets them.
  function meant(here, lines) {
    const rated = here.filter((row) => !isAside(row));
    if (lines.length === rated.length && !isAside(here[0])) return rated;
    const aside = lines.filter((_, at) => here[at] && isAside(here[at]));
    const isEverybody = lines.length === here.length || isAside(here[0]) || (aside.length && aside.every(isSilent));
    return isEverybody ? here : rated;
  }

  function paste(target, lines) {
    const here = rows.slice(rows.indexOf(target.closest("tr")));
    const wanted = meant(here, lines);
    const columns = COLUMNS.filter((field) => form.querySelector(`tbody [data-field="${field}"]`));
    const after = columns.slice(columns.indexOf(target.dataset.field));
    const changes = [];
    const misread = [];
    lines.slice(0, wanted.length).forEach((texts, at) => {
      if (isAside(wanted[at])) return;
      const found = line(wanted[at], after, texts);
      changes.push(...found.part.changes());
      misread.push(...found.misread.map((text) => `dòng ${at + 1} “${text.slice(0, 40)}”`));
    });
    record(changes);
    const filled = new Set(changes.map((change) => change.part)).size;
    const last = here.indexOf(wanted[Math.min(lines.length, wanted.length) - 1]);
    const passed = here.slice(0, last + 1).filter(isAside).map((row) => passedOver(row, lines[wanted.indexOf(row)]));
    const kind = wanted.length < here.length ? " được xếp loại" : "";
    report(filled, misread, passed, counted(lines, wanted.length, kind));
  }

  function passedOver(row, texts = []) {
    const given = texts.join(" ").trim();
    return given ? `${nameOf(row)} (“${given.slice(0, 40)}”)` : nameOf(row);
  }

  // Where the numbers differ, both are told, and what is left of the one or the other.
  function counted(lines, room, kind) {
    if (lines.length === room) return "";
    const left = lines.slice(room);
    const first = left[0]?.join(" ").trim().slice(0, 40);
    const untouched = `${room - lines.length} dòng sau giữ nguyên`;
    const rest = left.length ? `thừa ${left.length} dòng cuối, từ “${first}”` : untouched;
    return `Dán ${lines.length} dòng, bảng từ đây có ${room} dòng${kind}: ${rest}.`;
  }

  function report(filled, misread, passed, numbers) {
    const sentences = [`Đã dán vào ${filled} dòng.`];
    if (misread.length) sentences.push(`Không hiểu ${misread.slice(0, 5).join(", ")}${misread.length > 5 ? "…" : ""}.`);
    if (passed.length) sentences.push(`Bỏ qua người không xếp loại: ${passed.join(", ")}.`);
    if (numbers) sentences.push(numbers);
    told.textContent = sentences.join(" ");
  }

  form.addEventListener("paste", (event) => {
    const target = event.target.closest("tbody [data-field]");
    const lines = cells(event.clipboardData.getData("text/plain"));
    if (!target || (lines.length === 1 && lines[0].length === 1 && target.matches("input"))) return;
    event.preventDefault();
    paste(target, lines);
  });
}
