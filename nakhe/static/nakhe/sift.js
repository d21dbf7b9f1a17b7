// A long list of people grows shorter while a name is typed, with or without accents. Where there is a button beside
// the box, it does the same without scripts; a box that has none shows only with them.
const box = document.querySelector("#id_q");
const groups = [...document.querySelectorAll(".sifted")];
const nobody = document.querySelector("#khong-co");
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");

box.closest("[hidden]")?.removeAttribute("hidden");
box.addEventListener("input", () => {
  const words = fold(box.value).split(/[^a-z0-9]+/).filter(Boolean);
  for (const group of groups) {
    for (const row of group.querySelectorAll("[data-key]")) {
      row.hidden = !words.every((word) => row.dataset.key.includes(word));
    }
    group.hidden = !group.querySelector("[data-key]:not([hidden])");
    if (group.tagName === "DETAILS" && words.length) group.open = true;
  }
  nobody.hidden = groups.some((group) => !group.hidden);
});
