// A column, or a block of them, pasted from a spreadsheet into the rating grid: line by line from the row that has the
// focus, cell by cell from its column. What cannot be read is named and left as it was; one undo takes all of it back.
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
    if (!part || row.matches(".off")) return { part: null, misread: [] };
    const misread = typed.filter(([field, text]) => !part.controls.has(field) || !fill(part, field, text));
    return { part, misread: misread.map(([, text]) => text) };
  }

  function paste(target, lines) {
    const first = rows.indexOf(target.closest("tr"));
    const columns = COLUMNS.filter((field) => form.querySelector(`tbody [data-field="${field}"]`));
    const after = columns.slice(columns.indexOf(target.dataset.field));
    const changes = [];
    const misread = [];
    lines.slice(0, rows.length - first).forEach((texts, at) => {
      const found = line(rows[first + at], after, texts);
      if (found.part) changes.push(...found.part.changes());
      misread.push(...found.misread.map((text) => `dòng ${at + 1} “${text.slice(0, 40)}”`));
    });
    record(changes);
    report(new Set(changes.map((change) => change.part)).size, misread, lines.length - (rows.length - first));
  }

  function report(filled, misread, surplus) {
    const parts = [`Đã dán vào ${filled} dòng.`];
    if (misread.length) parts.push(`Không hiểu ${misread.slice(0, 5).join(", ")}${misread.length > 5 ? "…" : ""}.`);
    if (surplus > 0) parts.push(`Thừa ${surplus} dòng ở cuối.`);
    told.textContent = parts.join(" ");
  }

  form.addEventListener("paste", (event) => {
    const target = event.target.closest("tbody [data-field]");
    const lines = cells(event.clipboardData.getData("text/plain"));
    if (!target || (lines.length === 1 && lines[0].length === 1 && target.matches("input"))) return;
    event.preventDefault();
    paste(target, lines);
  });
}
