// @ts-check
// <file-drop>: a real file input with its label; this element adds dropping anywhere in the box and pasting.
// Emits `file-drop` with the files. Disabled until the box is locked.
"use strict";
(() => {
  class FileDrop extends HTMLElement {
    /** @type {AbortController | null} */ #life = null;

    connectedCallback() {
      this.#life = new AbortController();
      const { signal } = this.#life;
      const input = this.#input;
      input?.addEventListener("change", () => {
        const files = Array.from(input.files ?? []);
        input.value = "";
        this.#hand(files);
      }, { signal });
      // The whole box takes files, and refuses the browser's own habit of opening what misses the target.
      document.addEventListener("dragover", (event) => {
        event.preventDefault();
        if (event.dataTransfer) event.dataTransfer.dropEffect = this.disabled ? "none" : "copy";
        this.toggleAttribute("over", !this.disabled);
      }, { signal });
      document.addEventListener("dragleave", (event) => { if (event.relatedTarget === null) this.removeAttribute("over"); }, { signal });
      document.addEventListener("drop", (event) => {
        // Something inside may have taken the file already: a card that asked for one.
        const isTaken = event.defaultPrevented;
        event.preventDefault();
        this.removeAttribute("over");
        if (!isTaken) this.#hand(Array.from(event.dataTransfer?.files ?? []));
      }, { signal });
      document.addEventListener("paste", (event) => this.#hand(Array.from(event.clipboardData?.files ?? [])), { signal });
    }

    disconnectedCallback() {
      this.#life?.abort();
    }

    /** @returns {HTMLInputElement | null} */
    get #input() { return this.querySelector("input[type=file]"); }

    get disabled() { return this.#input?.disabled ?? true; }

    set disabled(value) { if (this.#input) this.#input.disabled = value; }

    /** @param {File[]} files */
    #hand(files) {
      if (this.disabled || files.length === 0) return;
      this.dispatchEvent(new CustomEvent("file-drop", { bubbles: true, detail: { files } }));
    }
  }

  if (!customElements.get("file-drop")) customElements.define("file-drop", FileDrop);
})();
