// A long list of ticks grows shorter while a name is typed, with or without accents. The button beside the box does it too.
const box = document.querySelector("#id_q");
const groups = [...document.querySelectorAll(".sifted")];
const nobody = document.querySelector("#khong-co");
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replaceAll("đ", "d");

box.addEventListener("input", () => {
  const words = fold(box.value).split(/[^a-z0-9]+/).filter(Boolean);
  for (const group of groups) {
    for (const label of group.querySelectorAll("label")) {
      label.hidden = !words.every((word) => label.dataset.key.includes(word));
    }
    group.hidden = !group.querySelector("label:not([hidden])");
  }
  nobody.hidden = groups.some((group) => !group.hidden);
});
