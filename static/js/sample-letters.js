// @ts-check
// <sample-letters for="id">: the demo letters. Each button asks the <periksa-dokumen> of that id to check one;
// until that is ready, and without script, the letters are plain links to the files.

class SampleLetters extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#target?.addEventListener("periksa-ready", () => this.#render(), { signal });
    this.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-file]") : null;
      if (button instanceof HTMLButtonElement) this.#target?.checkSample(button.dataset.file, button.textContent?.trim() ?? "");
    }, { signal });
    this.#render();
  }

  disconnectedCallback() {
    this.#life?.abort();
  }

  /** @returns {any} */
  get #target() { return document.getElementById(this.getAttribute("for") ?? ""); }

  #render() {
    const ready = Boolean(this.#target?.ready);
    for (const button of this.querySelectorAll("button")) button.disabled = !ready;
  }
}

if (!customElements.get("sample-letters")) customElements.define("sample-letters", SampleLetters);
