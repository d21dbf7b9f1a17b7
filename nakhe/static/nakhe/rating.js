// The rating grid saves itself: a changed row goes to the server as it is typed, one request at a time, and a change
// can be taken back. Whatever could not be saved stays on the page, and is told. The form works without this file.
const ratingGrid = (() => {
  const form = document.querySelector("#bang");
  const undoButton = document.querySelector("#hoan-tac");
  const savedAt = document.querySelector("#da-luu");
  const notice = document.querySelector("#chua-luu");
  const LATER = 3000;
  const SIGNED_OUT = "Phiên làm việc đã hết.";
  const SIGN_IN = "Bấm “Lưu kết quả” rồi đăng nhập lại: bảng được điền lại như đang thấy.";
  const REFUSED = "Máy chủ không nhận: tài khoản đã đổi, hoặc không còn được ghi ở đây.";
  const RELOAD = "Tải lại trang để xem kết quả đang có.";
  const done = [];
  let isBusy = false;
  let isOffline = false;
  let ended = "";
  let last = "";

  // A row or, of the list itself, what was voted: its fields, what is stored of them, and what was seen last.
  class Part {
    constructor(element) {
      this.element = element;
      this.key = element.dataset.key;
      this.was = element.querySelector(`[name="${this.key}-was"]`);
      this.controls = new Map([...element.querySelectorAll("[data-field]")].map((one) => [one.dataset.field, one]));
      this.stored = JSON.parse(this.was.value);
      this.seen = this.values();
      this.conflicts = [];
      this.isTouched = this.isHeld = false;
    }

    value(field) {
      const control = this.controls.get(field);
      return control.matches(".seg") ? control.querySelector(":checked")?.value ?? "" : control.value.trim();
    }

    set(field, text) {
      const control = this.controls.get(field);
      if (control.matches(".seg")) control.querySelector(`[value="${text}"]`).checked = true;
      else control.value = text;
    }

    // What a text of the field reads like on the page.
    shown(field, text) {
      const control = this.controls.get(field);
      const level = control.matches(".seg") && control.querySelector(`[value="${text}"]`).nextElementSibling;
      const option = control.matches("select") && [...control.options].find((one) => one.value === text);
      return (level || option)?.textContent || text || "trống";
    }

    values() {
      return Object.fromEntries([...this.controls.keys()].map((field) => [field, this.value(field)]));
    }

    // A level and a reason for having none exclude each other: the one chosen last holds.
    settle(field) {
      if (!this.controls.has("not_rated_reason") || !this.value(field)) return;
      if (field === "level") this.set("not_rated_reason", "");
      if (field === "not_rated_reason") this.set("level", "");
    }

    isDirty() {
      return Object.entries(this.values()).some(([field, text]) => text !== (this.stored[field] ?? ""));
    }

    // What changed since it was last seen; the row is to be sent then.
    changes() {
      const now = this.values();
      const found = Object.keys(now).filter((field) => now[field] !== this.seen[field]);
      const changes = found.map((field) => ({ part: this, field, from: this.seen[field], to: now[field] }));
      this.seen = now;
      if (!found.length) return changes;
      this.isTouched = true;
      this.isHeld = false;
      narrow(this);
      return changes;
    }

    store(values) {
      this.stored = values;
      this.was.value = JSON.stringify(values);
    }
  }

  const parts = new Map([...form.querySelectorAll("[data-key]")].map((one) => [one.dataset.key, new Part(one)]));
  const unsaved = () => [...parts.values()].filter((part) => part.isTouched && part.isDirty());
  const waiting = () => unsaved().filter((part) => !part.isHeld);

  // Of the sub-codes only those of the row's level are offered; who is not rated is not waiting for a level.
  function narrow(part) {
    if (part.controls.has("not_rated_reason")) {
      part.element.classList.toggle("not-rated", Boolean(part.value("not_rated_reason")));
    }
    const reasons = part.controls.get("reason");
    if (!reasons) return;
    const checked = part.controls.get("level").querySelector(":checked");
    const level = checked?.value ? checked.nextElementSibling.textContent : "";
    for (const option of reasons.options) {
      option.hidden = option.disabled = Boolean(option.value) && !option.text.startsWith(`${level}-`);
    }
  }

  // --- Saving ---

  function record(changes) {
    if (!changes.length) return;
    done.push(changes);
    for (const { part } of changes) part.lastChanges = changes;
    send();
  }

  function body(batch) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const part of batch) {
      data.append(`${part.key}-was`, JSON.stringify(part.stored));
      for (const [field, text] of Object.entries(part.values())) data.append(`${part.key}-${field}`, text);
    }
    return data;
  }

  async function send() {
    if (isBusy || ended) return show();
    const batch = waiting();
    if (!batch.length) return show();
    isBusy = true;
    show();
    const sent = new Map(batch.map((part) => [part, part.values()]));
    const answer = await ask(batch);
    isBusy = false;
    if (answer) take(answer, sent);
    show();
    if (isOffline) setTimeout(send, LATER);
    else if (waiting().length) send();
  }

  // What the server answers; undefined, and why, where it could not be asked.
  async function ask(batch) {
    isOffline = false;
    try {
      const headers = { Accept: "application/json" };
      const response = await fetch(form.action, { method: "POST", body: body(batch), headers, redirect: "manual" });
      if (response.ok) return await response.json();
      if (response.type === "opaqueredirect") ended = SIGNED_OUT;
      else if (response.status === 403 || response.status === 404) ended = REFUSED;
      else isOffline = true;
    } catch {
      isOffline = true;
    }
  }

  function take(answer, sent) {
    last = `Lưu lúc ${answer.saved_at}`;
    for (const [key, found] of Object.entries(answer.parts)) {
      const part = parts.get(key);
      if (!part) continue;
      if (found.remarks !== undefined) part.element.querySelector(".said").innerHTML = found.remarks;
      if (sent.has(part)) keep(part, found, sent.get(part));
    }
    document.querySelector("#tran").innerHTML = answer.caps;
    document.querySelector("#can-xem-lai").innerHTML = answer.review;
    headline(answer);
    for (const part of sent.keys()) if (!(part.key in answer.parts)) drop(part);
    if (answer.closed) ended = answer.closed;
    else if (answer.step !== form.dataset.step) ended = `Danh sách đã sang bước “${answer.step}”.`;
  }

  function headline(answer) {
    const ballot = parts.get("ds");
    if (!ballot) return;
    ballot.element.querySelector(".votes-hint").textContent = answer.hint;
    const present = ballot.stored.present;
    document.querySelector("#co-mat").textContent = present === "" ? "" : ` / ${present}`;
  }

  // What the server wrote of a row comes back into it, except where something else was typed since.
  function keep(part, found, sent) {
    part.conflicts = found.conflicts.map((conflict) => ({ ...conflict, values: found.values }));
    part.isHeld = Boolean(found.faults.length || found.conflicts.length);
    const isBack = !part.isHeld && part.element.matches(".off") && found.values.level;
    tell(part, isBack ? ["Nay có mức: tải lại trang để ghi phiếu của dòng này."] : found.faults);
    if (part.isHeld) return;
    part.store(found.values);
    for (const [field, text] of Object.entries(found.values)) {
      if (!part.controls.has(field) || part.value(field) !== sent[field]) continue;
      part.set(field, text);
      part.seen[field] = text;
    }
    for (const [field, from] of Object.entries(found.filled_in ?? {})) {
      if (part.controls.has(field)) part.lastChanges?.push({ part, field, from, to: found.values[field] });
    }
    part.isTouched = Object.entries(part.values()).some(([field, text]) => text !== (found.values[field] ?? text));
    narrow(part);
  }

  function drop(part) {
    part.isHeld = true;
    tell(part, ["Dòng này vừa ra khỏi danh sách: tải lại trang."]);
  }

  // --- What is told ---

  function tell(part, faults) {
    part.element.classList.toggle("now", part.isHeld);
    const told = part.element.querySelector(".told");
    told.replaceChildren(...faults.map(fault), ...part.conflicts.map((conflict) => question(part, conflict)));
  }

  function fault(text) {
    const line = document.createElement("span");
    line.className = "fault";
    line.textContent = text;
    return line;
  }

  // The other's value may be taken, or overwritten knowingly.
  function question(part, conflict) {
    const line = fault(`${conflict.text}. `);
    line.append(
      button(`Lấy “${conflict.theirs}”`, () => resolve(part, conflict, true)),
      " ",
      button(`Giữ “${conflict.mine}”`, () => resolve(part, conflict, false)),
    );
    return line;
  }

  function button(text, act) {
    const found = document.createElement("button");
    found.type = "button";
    found.className = "btn btn-s";
    found.textContent = text;
    found.addEventListener("click", act);
    return found;
  }

  function resolve(part, conflict, isTheirs) {
    const known = { ...part.stored };
    for (const field of conflict.names) {
      known[field] = conflict.values[field];
      if (isTheirs) part.set(field, conflict.values[field]);
    }
    part.store(known);
    part.seen = part.values();
    part.conflicts = part.conflicts.filter((one) => one !== conflict);
    part.isHeld = part.conflicts.length > 0;
    tell(part, []);
    (part.controls.get(conflict.names[0]).querySelector?.(":checked") ?? part.controls.get(conflict.names[0])).focus();
    send();
  }

  function show() {
    const left = unsaved().length;
    undoButton.disabled = !done.length;
    savedAt.textContent = isBusy ? "Đang lưu" : left && !isOffline && !ended ? `${left} dòng chưa lưu được` : last;
    const lost = isOffline ? `Mất kết nối. ${left} dòng chưa lưu, giữ trang này mở.` : "";
    const over = ended && `${ended} ${left} dòng chưa lưu. ${ended === SIGNED_OUT ? SIGN_IN : RELOAD}`;
    const text = over || lost;
    if (notice.textContent !== text) notice.textContent = text;
    notice.hidden = !text;
  }

  // --- Taking back ---

  function undo() {
    const changes = done.pop();
    if (!changes) return;
    const back = changes.filter(({ part, field, to }) => part.value(field) === to);
    for (const { part, field, from } of back) part.set(field, from);
    for (const part of new Set(changes.map((change) => change.part))) part.changes();
    document.querySelector("#da-dan").textContent = tookBack(back);
    send();
    show();
  }

  function tookBack(changes) {
    const names = [...new Set(changes.map(({ part }) => part.element.dataset.name))];
    if (!names.length) return "Không còn gì để hoàn tác ở đó: đã có giá trị khác.";
    const several = `${names.slice(0, 5).join(", ")}${names[5] ? "…" : "."}`;
    if (names.length > 1) return `Đã hoàn tác ${names.length} dòng: ${several}`;
    const each = changes.map(({ part, field, from, to }) => `“${part.shown(field, to)}” về “${part.shown(field, from)}”`);
    return `Đã hoàn tác ${names[0]}: ${each.join(", ")}.`;
  }

  // --- What happens on the page ---

  form.addEventListener("change", (event) => {
    const part = parts.get(event.target.closest("[data-key]")?.dataset.key);
    const field = event.target.closest("[data-field]")?.dataset.field;
    if (!part || !field) return;
    part.settle(field);
    record(part.changes());
  });

  // The button saves what the rules proposed, too, and over what others saved meanwhile.
  form.addEventListener("submit", (event) => {
    if (ended) {
      for (const part of parts.values()) part.isTouched = false;
      return;
    }
    event.preventDefault();
    last = "Không có thay đổi nào để lưu";
    for (const part of parts.values()) {
      part.isTouched = part.isDirty();
      part.isHeld = false;
      for (const conflict of part.conflicts) resolve(part, conflict, false);
    }
    send();
  });

  addEventListener("beforeunload", (event) => {
    if (unsaved().length || isBusy) event.preventDefault();
  });
  addEventListener("online", send);
  undoButton.addEventListener("click", undo);
  for (const part of parts.values()) narrow(part);
  for (const hint of form.querySelectorAll(".saving[hidden]")) hint.hidden = false;
  return { form, parts, record, undo };
})();
