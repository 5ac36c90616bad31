// Fills the empty forms of the page. Only textContent and attributes: what people wrote stays text.

export function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}

export function fill(node, values) {
  for (const slot of node.querySelectorAll("[data-field]")) {
    slot.textContent = values[slot.dataset.field] ?? "";
  }
  for (const slot of node.querySelectorAll("[data-time]")) {
    const at = values[slot.dataset.time] ?? "";
    slot.dateTime = at;
    slot.textContent = at.slice(5, 16).replace("T", " ");
  }
  return node;
}
