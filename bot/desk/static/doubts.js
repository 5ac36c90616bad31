// Talk that may be a report, judged by keys: 1 and 2 press a row's buttons, j and k go on and back.
// Keys count only while a row has the focus, so that they are in nobody's way.

const list = document.querySelector("[data-doubts]");
const rows = list ? [...list.children] : [];

function go(to) {
  rows[to]?.focus();
}

function press(event) {
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.key === "j") go(at + 1);
  else if (event.key === "k") go(at - 1);
  else if (event.key === "1" || event.key === "2") {
    const button = rows[at].querySelectorAll("button")[Number(event.key) - 1];
    if (!button) return;
    for (const other of list.querySelectorAll("button")) other.ariaDisabled = "true";
    list.removeEventListener("keydown", press);
    button.form.requestSubmit(button);
  } else return;
  event.preventDefault();
}

list?.addEventListener("keydown", press);
go(Math.max(0, rows.findIndex((row) => `#${row.id}` === decodeURIComponent(location.hash))));
