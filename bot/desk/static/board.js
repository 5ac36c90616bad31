// The board shows itself anew when cases have changed, but not under the hands of somebody who is choosing.

import { follow } from "./follow.js";

const CALM = 1000;
const page = document.body;
let soon = 0;

function busy() {
  const field = document.activeElement;
  return page.querySelector("input[name=case]:checked") !== null || (field !== null && field.closest(".filters") !== null);
}

function again() {
  clearTimeout(soon);
  soon = setTimeout(() => (busy() ? again() : location.reload()), CALM);
}

follow({
  url: (mark) => `/api/cases/stream?after=${encodeURIComponent(mark)}`,
  mark: page.dataset.position,
  on: { cases: again, reset: again },
  state: () => {},
});
