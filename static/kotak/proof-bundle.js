// @ts-check
// <proof-bundle>: saves one zip with the document, its report and everything that the report rests on, so that anybody can verify
// again: the same bytes as `site-gen verify --save-bundle` writes (site-gen/src/verify/bundle.rs). It is made from the very file that was judged: the
// engine judges once more at the same moment, and only the same report is packed. No password goes in.
"use strict";
(() => {
  const { element, zip, facts: { label } } = globalThis.Periksa;

  const NAMES = /** @type {Record<string, string>} */ ({ pdf: "dokumen.pdf", email: "dokumen.eml", certificate: "dokumen.cer", crl: "dokumen.crl" });
  const ROLES = /** @type {Record<string, string>} */ ({ rantai: "path-certificate", bukti: "evidence", token: "time-stamp-token" });
  const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

  /** What lies in the bundle, each file with its role, in the order in which the verification takes it. @param {any} report @param {any} found */
  function contents(report, { json, document, signature, trustedRoot, crls, added, evidence, sha256 }) {
    const { kind } = report.document;
    const name = NAMES[kind] ?? (kind === "cms" && !signature ? "dokumen.p7m" : "dokumen.bin");
    return [
      ["BACA-SAYA.txt", "readme", bytesOf(label("bundle-readme"))],
      [name, "document", document],
      ...signature ? [["tanda-tangan.p7s", "signature", signature]] : [],
      ["laporan.json", "report", bytesOf(json)],
      ["trusted_root.json", "trusted-root", trustedRoot],
      ...crls.map((/** @type {Uint8Array} */ der) => ["crl/" + sha256(der) + ".crl", "crl", der]),
      ...added.map((/** @type {Uint8Array} */ bytes, /** @type {number} */ index) => ["tambahan/" + (index + 1) + ".bin", "added", bytes]),
      ...evidence.map(([path, bytes]) => [path, ROLES[path.split("/")[0]], bytes]),
    ];
  }

  /** @param {any} report @param {any} found what the engine gave @returns {Blob} */
  function bundle(report, found) {
    const { engine, policy, trust, validation_time, document } = report;
    const inside = contents(report, found);
    const manifest = {
      schema: "periksa-bundle/1", engine: { version: engine.version }, policy: { id: policy.id, version: policy.version },
      trust: { version: trust.version, sha256: trust.sha256 }, validation_time,
      // The engine has the largest file's digest already.
      files: inside.map(([path, role, bytes]) => ({ path, role, size: bytes.length, sha256: role === "document" ? document.sha256 : found.sha256(bytes) })),
    };
    const files = [["paket.json", bytesOf(JSON.stringify(manifest, null, 2) + "\n")], ...inside.map(([path, , bytes]) => [path, bytes])];
    return new Blob(zip(files), { type: "application/zip" });
  }

  /** The same report as the lists themselves make it: a bundle has them, and an index says nothing that its list does not. @param {string} json */
  const withoutIndexes = (json) => json.replaceAll('"source":"published-index"', '"source":"published"');

  class ProofBundle extends HTMLElement {
    /** @type {any} */ #judged = null;

    /** @param {{ report: any, json: string, source: any }} judged */
    set judged(judged) {
      this.#judged = judged;
      const button = element("button", { type: "button", class: "save-bundle" }, label("bundle-save"));
      button.addEventListener("click", () => void this.#save(/** @type {HTMLButtonElement} */ (button)));
      this.replaceChildren(button, element("p", { class: "hint" }, label("bundle-save-hint")), element("p", { class: "answer" }));
    }

    /** @param {HTMLButtonElement} button */
    async #save(button) {
      button.disabled = true;
      const { report, json, source } = this.#judged;
      const file = await source.evidence(report).then((/** @type {any} */ found) => found.json === withoutIndexes(json) ? bundle(report, found) : null).catch(() => null);
      if (!this.isConnected) return;
      button.disabled = false;
      const answer = /** @type {Element} */ (this.querySelector(".answer"));
      answer.textContent = file === null ? label("bundle-refused") : "";
      if (file === null) this.dispatchEvent(new CustomEvent("announce", { bubbles: true, detail: answer.textContent }));
      else globalThis.Periksa.saveFile(file, report, ".zip");
    }
  }

  /** Under a name that says nothing of the document. @param {Blob} file @param {any} report @param {string} ending */
  function saveFile(file, report, ending) {
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: "periksa-" + String(report.document.sha256).replace(/[^0-9a-f]/g, "").slice(0, 16) + ending, rel: "noopener" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  /** The offer for a document that was judged. @param {any} report @param {string | null} json @param {any} source */
  function proofBundle(report, json, source) {
    if (json === null || !source) return null;
    const made = /** @type {any} */ (element("proof-bundle"));
    made.judged = { report, json, source };
    return made;
  }

  if (!customElements.get("proof-bundle")) customElements.define("proof-bundle", ProofBundle);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, proofBundle, saveFile });
})();
