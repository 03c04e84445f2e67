// @ts-check
// <verified-copy>: a part of the file that may be worth more than the whole: the version that was signed, or the copy without
// bytes that came in transit. It is judged again as a document of its own, and only then offered, as the very bytes that were judged.
"use strict";
(() => {
  const { element, shape, size, words, visible } = globalThis.Periksa;

  const SCHEMA = "periksa-report/1";
  const label = (/** @type {string} */ key, values = {}) => words.label(key, values);

  /** Whether a signature is over these very bytes, whoever made it. */
  const held = (/** @type {any} */ signature) => ["message_digest", "signature_value"]
    .every((name) => signature.checks.some((/** @type {any} */ check) => check.name === name && check.outcome === "passed"));

  /** The version a signature covers, when the file has grown since; or null. @param {any} signature @param {any} report @param {any} source */
  function signedVersion(signature, report, source) {
    const { length } = signature.signed_revision ?? {};
    if (!source || !Number.isSafeInteger(length) || length >= report.document.size || !held(signature)) return null;
    return offer("signed-version", "-versi-ditandatangani", 0, length, source, (copy) => {
      const same = copy.signatures.filter((/** @type {any} */ one) => one.field === signature.field);
      return same.length > 0 && same.every((/** @type {any} */ one) => held(one) && one.coverage === "whole-file"
        && (one.signed_revision?.length ?? copy.document.size) === copy.document.size && one.signer?.certificate_sha256 === signature.signer?.certificate_sha256);
    });
  }

  /** The copy inside a file that was damaged in transit; or null. @param {any} report @param {any} source */
  function intactCopy(report, source) {
    const { start, end } = report.document.intact_copy ?? {};
    if (!source || !Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return null;
    return offer("intact-copy", "-salinan-utuh", start, end, source, (copy) => copy.signatures.length > 0
      && copy.signatures.every((/** @type {any} */ one) => held(one) && one.later_changes.permitted !== "no"));
  }

  /**
   * @param {string} kind @param {string} suffix @param {number} start @param {number} end
   * @param {{ name: string, read: (start: number, end: number) => Promise<ArrayBuffer>, examine: (bytes: Uint8Array) => Promise<string> }} source
   * @param {(report: any) => boolean} accepts
   */
  function offer(kind, suffix, start, end, source, accepts) {
    const made = /** @type {any} */ (element("verified-copy", { "data-kind": kind }));
    made.offer = { kind, name: visible(source.name).replace(/\.pdf$/i, "").slice(0, 100) + suffix + ".pdf", start, end, source, accepts };
    return made;
  }

  class VerifiedCopy extends HTMLElement {
    /** @type {any} */ #offer = null;

    /** @param {any} offer */
    set offer(offer) {
      this.#offer = offer;
      const button = element("button", { type: "button" }, label(offer.kind + "-check"));
      const answer = element("div", { class: "answer" });
      button.addEventListener("click", () => void this.#check(button, answer));
      this.replaceChildren(element("h4", {}, label(offer.kind)), element("p", {}, label(offer.kind + "-hint", { length: offer.end - offer.start })), answer, button);
    }

    /** @param {HTMLElement} button @param {HTMLElement} answer */
    async #check(button, answer) {
      if (button.getAttribute("aria-disabled") === "true") return;
      button.setAttribute("aria-disabled", "true");
      answer.replaceChildren(element("p", {}, label("copy-checking")));
      const { start, end, source, accepts } = this.#offer;
      let confirmed = null;
      try {
        const bytes = new Uint8Array(await source.read(start, end));
        const report = JSON.parse(await source.examine(bytes));
        const isAboutIt = report.schema === SCHEMA && report.document.size === end - start && bytes.length === end - start && words.verdict(report.verdict);
        if (isAboutIt && accepts(report)) confirmed = { report, file: new Blob([bytes], { type: "application/pdf" }) };
      } catch { /* What cannot be read or judged again is not offered. */ }
      if (!this.isConnected) return;
      const next = confirmed === null ? element("p", { class: "warning", tabindex: "-1" }, label("copy-refused")) : this.#save(confirmed.file);
      answer.replaceChildren(...confirmed === null ? [next] : this.#verdict(confirmed.report));
      const hadFocus = document.activeElement === button;
      if (confirmed === null) button.remove();
      else button.replaceWith(next);
      if (hadFocus) next.focus();
      this.dispatchEvent(new CustomEvent("announce", { bubbles: true, detail: answer.textContent }));
    }

    /** @param {any} report @returns {Node[]} */
    #verdict(report) {
      const row = words.verdict(report.verdict);
      const taught = report.verdict === "uji" ? words.verdict(report.would_be) : undefined;
      const reasons = report.reasons.map((/** @type {any} */ reason) => element("li", {}, words.reason(reason).text));
      return [element("p", {}, label("copy-confirmed")),
        element("p", { class: "outcome", "data-verdict": visible(report.verdict), "data-would-be": taught ? visible(report.would_be) : null, "data-tone": (taught ?? row).tone },
          shape((taught ?? row).shape), element("strong", {}, row.headline + (taught ? ". " + label("would-be") + " " + taught.headline : ""))),
        ...reasons.length > 0 ? [element("ul", {}, ...reasons)] : []];
    }

    /** @param {Blob} file */
    #save(file) {
      const button = element("button", { type: "button", class: "save-copy" }, label("copy-save", { size: size(file.size) }));
      button.addEventListener("click", () => {
        const address = URL.createObjectURL(file);
        element("a", { href: address, download: this.#offer.name }).click();
        setTimeout(() => URL.revokeObjectURL(address), 60_000);
      });
      return button;
    }
  }

  if (!customElements.get("verified-copy")) customElements.define("verified-copy", VerifiedCopy);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, held, signedVersion, intactCopy });
})();
