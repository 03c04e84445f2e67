// @ts-check
// <data-prompt>: where a result says that evidence is missing, the card takes certificates, revocation lists and OCSP answers for
// this one document. Emits `data-given` with the files. They are hints: the engine trusts none of them for having come this way.
"use strict";
(() => {
  const { element, visible, facts: { label, data } } = globalThis.Periksa;

  /** The reasons that such a file may settle. */
  const SETTLED = new Set(["path-not-found", "revocation-no-data", "revocation-stale", "revocation-unusable", "signing-certificate-missing"]);

  class DataPrompt extends HTMLElement {
    /** @type {AbortController | null} */ #life = null;

    connectedCallback() {
      this.#life = new AbortController();
      const { signal } = this.#life;
      const input = /** @type {HTMLInputElement} */ (element("input", { type: "file", multiple: "" }));
      input.addEventListener("change", () => this.#give(input.files), { signal });
      this.addEventListener("drop", (event) => {
        event.preventDefault();
        this.#give(event.dataTransfer?.files ?? null);
      }, { signal });
      this.replaceChildren(element("label", {}, element("span", { class: "button" }, label("data-choose")), " ", element("span", { class: "hint" }, label("data-hint")), input));
    }

    disconnectedCallback() {
      this.#life?.abort();
      this.replaceChildren();
    }

    /** @param {FileList | null} files */
    #give(files) {
      if (files?.length) this.dispatchEvent(new CustomEvent("data-given", { bubbles: true, detail: { files: Array.from(files) } }));
    }
  }

  /** The prompt for a report that lacks evidence, or nothing. @param {any} report */
  function dataPrompt(report) {
    const isLacking = [report, ...report.signatures, ...report.certificates ?? []].some(({ reasons }) => reasons?.some((/** @type {any} */ reason) => SETTLED.has(reason.key)));
    return isLacking ? element("data-prompt") : null;
  }

  /** @typedef {{ name: string, became: string }} Added */
  /** What was added, and what was no evidence at all. @param {Added[]} added */
  function addedList(added) {
    return added.length === 0 ? null : element("section", { class: "added" }, element("h4", {}, label("data-added")), element("ul", {},
      ...added.map(({ name, became }) => element("li", { "data-became": became }, data(name), ": " + label("data-" + became)))));
  }

  /** The same for the announcement. @param {Added[]} added */
  const addedInShort = (added) => added.map(({ name, became }) => " " + visible(name).slice(0, 80) + ": " + label("data-" + became)).join("");

  if (!customElements.get("data-prompt")) customElements.define("data-prompt", DataPrompt);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, dataPrompt, addedList, addedInShort });
})();
