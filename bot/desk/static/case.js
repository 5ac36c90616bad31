// A case's page shows itself anew when its case has changed, and soon after something was said.

import { follow } from "./follow.js";

const SOON = 4000;
const page = document.body;
const mine = (rows) => rows.some((row) => row.key === page.dataset.key);

function busy() {
  const field = page.querySelector("input[name=free]");
  return field !== null && (field.value !== "" || field === document.activeElement);
}

function again() {
  if (!busy()) location.reload();
}

follow({
  url: (mark) => `/api/cases/stream${mark ? `?after=${encodeURIComponent(mark)}` : ""}`,
  mark: "",
  on: { cases: (rows) => mine(rows) && again(), reset: again },
  state: () => {},
});

if (document.referrer === location.href && performance.getEntriesByType("navigation")[0]?.type === "navigate") setTimeout(again, SOON);
