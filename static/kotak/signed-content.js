// @ts-check
// <signed-content>: saves what an enveloping signature holds, when every signature is over these very bytes. The bytes come from a
// fresh engine and must have the fingerprint that the report names. They are saved and never opened: what is inside may be a
// page or a program (threat WEB-37).
"use strict";
(() => {
  const { element, size, visible, held, facts: { label, isEmpty } } = globalThis.Periksa;

  const ENDING = /\.(p7m|p7s|p7|pkcs7|cms|der|ber|pem|sig|sign|eml)$/i;
  const LONGEST_NAME = 100;

  /** The name of the signed file without its own ending; what then has no ending is only bytes. @param {string} name */
  function contentName(name) {
    const inner = Array.from(visible(name).replace(ENDING, ""));
    const [ending] = /\.[A-Za-z0-9]{1,8}$/.exec(inner.join("")) ?? [".bin"];
    const stem = inner.join("").endsWith(ending) ? inner.slice(0, -ending.length) : inner;
    return (stem.slice(0, LONGEST_NAME).join("") || "isi") + ending;
  }

  /** In lower-case hexadecimal. @param {Uint8Array} bytes */
  async function sha256(bytes) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", /** @type {any} */ (bytes)));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** The offer, or nothing. @param {any} report @param {any} source */
  function signedContent(report, source) {
    const { content } = report.document;
    if (!source || isEmpty(content) || report.signatures.length === 0 || !report.signatures.every(held)) return null;
    const made = /** @type {any} */ (element("signed-content"));
    made.offer = { document: report.document, source };
    return made;
  }

  class SignedContent extends HTMLElement {
    /** @type {any} */ #offer = null;

    /** @param {{ document: any, source: any }} offer */
    set offer(offer) {
      this.#offer = offer;
      const button = element("button", { type: "button", class: "save-content" }, label("content-save", { size: size(offer.document.content.size) }));
      button.addEventListener("click", () => void this.#save());
      this.replaceChildren(element("h4", {}, label("content")), element("p", {}, label("content-save-hint")), element("p", { class: "answer" }), button);
    }

    async #save() {
      const file = await this.#file().catch(() => null);
      if (!this.isConnected) return;
      const answer = /** @type {Element} */ (this.querySelector(".answer"));
      answer.textContent = file === null ? label("content-refused") : "";
      if (file === null) {
        this.querySelector("button")?.remove();
        this.dispatchEvent(new CustomEvent("announce", { bubbles: true, detail: answer.textContent }));
        return;
      }
      const address = URL.createObjectURL(file);
      element("a", { href: address, download: contentName(this.#offer.source.name), rel: "noopener" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60_000);
    }

    /** The content of the very file that was judged, or null. */
    async #file() {
      const { document, source } = this.#offer;
      const bytes = new Uint8Array(await source.read());
      const inside = await source.content(bytes);
      if (inside?.length !== document.content.size) return null;
      // Where a browser keeps digests from pages that came without encryption, the engine says again what it finds.
      const found = globalThis.crypto?.subtle ? await sha256(inside) : JSON.parse(await source.examine(bytes)).document.content?.sha256;
      return found === document.content.sha256 ? new Blob([inside], { type: "application/octet-stream" }) : null;
    }
  }

  if (!customElements.get("signed-content")) customElements.define("signed-content", SignedContent);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, signedContent });
})();
