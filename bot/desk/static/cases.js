// The live list of cases and the sheet with one case's history.

import { copy, fill } from "./fill.js";

export function makeCases({ words, arrived }) {
  const pane = document.getElementById("pane-cases");
  const rows = pane.querySelector(".rows");
  const sheet = document.querySelector("dialog.sheet");
  const news = document.getElementById("news");
  const shown = new Map([...rows.children].map((row) => [row.dataset.key, row]));
  let open = null;

  function mark(node, value) {
    node.dataset.lamp = value.lamp;
    node.toggleAttribute("data-private", value.private);
  }

  function put(value, fresh) {
    let row = shown.get(value.key);
    if (!row) {
      row = copy("case-row");
      row.dataset.key = value.key;
      row.querySelector("a").href = `/cases/${encodeURIComponent(value.key)}`;
      shown.set(value.key, row);
      rows.prepend(row);
    }
    mark(fill(row, value), value);
    if (fresh) {
      row.classList.remove("fresh");
      void row.offsetWidth;
      row.classList.add("fresh");
    }
  }

  function count() {
    pane.querySelector(".tally b").textContent = String(shown.size);
    pane.querySelector(".empty").hidden = shown.size > 0;
  }

  function changed(values) {
    for (const value of values) {
      put(value, true);
      arrived();
      if (value.key === open) look(value.key);
    }
    count();
    const last = values.at(-1);
    if (last) {
      const [before, between, after] = news.dataset.words.split("%s");
      news.textContent = `${before}${last.number}${between}${last.status_name}${after}`;
    }
  }

  async function reload() {
    const answer = await fetch("/api/cases");
    if (!answer.ok) throw new Error(`cases ${answer.status}`);
    const { cases } = await answer.json();
    shown.clear();
    rows.replaceChildren();
    for (const value of cases.reverse()) put(value, false);
    count();
  }

  async function look(key) {
    const trouble = sheet.querySelector(".trouble");
    let answer = null;
    try {
      const response = await fetch(`/api/cases/${encodeURIComponent(key)}/history`);
      if (response.ok) answer = await response.json();
    } catch { /* said below */ }
    trouble.hidden = answer !== null;
    trouble.textContent = answer ? "" : words.troubles.history;
    if (answer && open === key) {
      mark(fill(sheet, answer.case), answer.case);
      const events = answer.history.map((event) => fill(copy("event"), event));
      sheet.querySelector(".history").replaceChildren(...events);
    }
  }

  rows.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open = link.closest(".row").dataset.key;
    fill(sheet, {});
    sheet.querySelector(".history").replaceChildren();
    sheet.showModal();
    look(open);
  });
  sheet.querySelector(".close").addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  sheet.addEventListener("close", () => { open = null; });

  return { changed, reload };
}
