// The first page: follows the two streams and hands what comes to chat and cases.

import { makeCases } from "./cases.js";
import { makeChat } from "./chat.js";
import { follow, insist } from "./follow.js";
import { watchNight } from "./night.js";

const words = JSON.parse(document.getElementById("words").textContent);
const linkState = document.querySelector(".link-state");
const lost = new Set();

function connection(name, state) {
  if (state === "live") lost.delete(name); else lost.add(name);
  linkState.dataset.state = lost.size ? "lost" : "live";
}

watchNight(document.querySelector(".night"));

const tabs = makeTabs();
const cases = makeCases({ words, arrived: () => tabs.arrived("cases") });

follow({
  url: (mark) => `/api/cases/stream?after=${encodeURIComponent(mark)}`,
  mark: document.body.dataset.position,
  on: { cases: cases.changed, reset: () => insist(cases.reload) },
  state: (state) => connection("cases", state),
});

if (document.body.classList.contains("trial")) {
  const chat = makeChat({ words, arrived: tabs.arrived });
  insist(chat.load).then((begin) => follow({
    url: (mark) => `/simulator/events?after=${encodeURIComponent(mark)}`,
    mark: begin,
    on: { post: chat.post, reset: () => insist(chat.load) },
    state: (state) => connection("chat", state),
  }));
}

// On a phone one pane is shown at a time; a number on a tab counts what came behind it.
function makeTabs() {
  const board = document.querySelector(".board");
  const nav = document.querySelector(".tabs");
  if (!nav) return { arrived() {} };
  const narrow = matchMedia("(max-width: 760px)");
  const badge = (tab) => nav.querySelector(`[data-tab="${tab}"] .badge`);
  nav.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    board.dataset.tab = button.dataset.tab;
    for (const other of nav.children) other.setAttribute("aria-pressed", String(other === button));
    const number = badge(button.dataset.tab);
    number.textContent = "";
    number.hidden = true;
  });
  return {
    arrived(tab) {
      if (!narrow.matches || board.dataset.tab === tab) return;
      const number = badge(tab);
      number.textContent = String(Number(number.textContent || 0) + 1);
      number.hidden = false;
    },
  };
}
