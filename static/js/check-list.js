// @ts-check
// <check-list key="…">: a list of things to tick. What was ticked is kept on this device only and is there again on the next visit;
// without script the boxes can still be ticked and printed. What is kept are sentences, so each language has a key of its own.

class CheckList extends HTMLElement {
  connectedCallback() {
    const boxes = [...this.querySelectorAll("input")];
    const key = "periksa-ticks:" + this.getAttribute("key");
    const ticked = remembered(key);
    // A list whose text changed since is a new list: a tick never moves to another sentence.
    for (const box of boxes) box.checked ||= ticked.includes(sentence(box));
    this.addEventListener("change", () => remember(key, boxes.filter((box) => box.checked).map(sentence)));
  }
}

/** @param {HTMLInputElement} box */
function sentence(box) {
  return box.parentElement?.textContent?.trim() ?? "";
}

/** @param {string} key @returns {string[]} */
function remembered(key) {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return []; // storage is off, or holds something else
  }
}

/** @param {string} key @param {string[]} ticked */
function remember(key, ticked) {
  try {
    if (ticked.length > 0) localStorage.setItem(key, JSON.stringify(ticked));
    else localStorage.removeItem(key);
  } catch {
    // Storage is off: the ticks stay until the page is left.
  }
}

if (!customElements.get("check-list")) customElements.define("check-list", CheckList);
