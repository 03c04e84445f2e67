// @ts-check
// <content-prompt>: asks for the file that a detached signature is over, inside the card of that signature: because it was not
// given, or because what was given does not fit. Emits `content-given` with the file. Choosing and dropping on it both do.
"use strict";
(() => {
  const { element, words } = globalThis.Periksa;
  const label = (/** @type {string} */ key) => words.label(key);

  class ContentPrompt extends HTMLElement {
    /** Whether a file was tried and does not fit. */
    tried = false;
    /** @type {AbortController | null} */ #life = null;

    connectedCallback() {
      this.#life = new AbortController();
      const { signal } = this.#life;
      const input = /** @type {HTMLInputElement} */ (element("input", { type: "file" }));
      input.addEventListener("change", () => this.#give(input.files), { signal });
      this.addEventListener("drop", (event) => {
        event.preventDefault();
        this.#give(event.dataTransfer?.files ?? null);
      }, { signal });
      this.replaceChildren(element("label", {}, element("span", { class: "button" }, label(this.tried ? "content-choose-other" : "content-choose")), " ",
        element("span", { class: "hint" }, label(this.tried ? "content-other-hint" : "content-hint")), input));
    }

    disconnectedCallback() {
      this.#life?.abort();
      this.replaceChildren();
    }

    /** One file: of several, which one is meant is not for us to guess. @param {FileList | null} files */
    #give(files) {
      if (files?.length !== 1) return;
      this.dispatchEvent(new CustomEvent("content-given", { bubbles: true, detail: { file: files[0] } }));
    }
  }

  /** The prompt for a report on a signature without its content, or with a content that is not what was signed; or nothing. @param {any} report */
  function contentPrompt(report) {
    const isMissing = [report, ...report.signatures].some(({ reasons }) => reasons?.some((/** @type {any} */ reason) => reason.key === "content-missing"));
    const tried = report.document.signature_sha256 !== undefined && report.signatures.some((/** @type {any} */ signature) =>
      signature.checks.some((/** @type {any} */ check) => check.name === "message_digest" && check.outcome === "failed"));
    return isMissing || tried ? Object.assign(element("content-prompt"), { tried }) : null;
  }

  if (!customElements.get("content-prompt")) customElements.define("content-prompt", ContentPrompt);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, contentPrompt });
})();
