// @ts-check
// The report as one page for printing: words and tables, no script, nothing from the network. It is made of elements and written
// out by the browser, so that every string from the file is escaped. It looks like notes on a check and nothing like a
// certificate: a page that looked like one would be worth forging.
"use strict";
(() => {
  const { element, timeElement, size, words, visible, language, facts: { label, code, optional, facts, reasonList } } = globalThis.Periksa;

  const STYLE = "@page{size:A4;margin:18mm}body{font:11pt/1.45 system-ui,sans-serif;color:#000;background:#fff;max-width:46em;margin:1em auto;padding:0 1em;overflow-wrap:anywhere}"
    + "h1{font-size:15pt}h2{font-size:12pt;margin:1.2em 0 .3em;border-bottom:1px solid #000;break-after:avoid}h3,h4{font-size:11pt;margin:.8em 0 .2em;break-after:avoid}"
    + "dl{margin:0}dl>div{display:grid;grid-template-columns:13em 1fr;gap:1em;break-inside:avoid}dt{font-weight:600}dd{margin:0}ol,ul{padding-inline-start:1.4em;margin:.3em 0}li{break-inside:avoid}p{margin:.3em 0}"
    + ".band{border:6px double #000;padding:.6em;font-size:18pt;font-weight:800;text-align:center}.moment-band,.note{border:1px solid #000;padding:.5em}table{border-collapse:collapse;width:100%}th,td{border:1px solid #000;padding:.2em .4em;text-align:start;overflow-wrap:normal}td{width:11em}tr{break-inside:avoid}code{font-size:9pt}"
    + "@media(max-width:30em){dl>div{grid-template-columns:1fr;gap:0}td{width:auto}}";

  const section = (/** @type {string} */ title, /** @type {(Node | string | null)[]} */ ...content) => element("section", {}, element("h2", {}, label(title)), ...content);

  /** Each check of a signature with its outcome. @param {any} signature @param {number} index @param {any[]} all */
  const checks = (signature, index, all) => element("section", {},
    all.length > 1 ? element("h3", {}, label("signature-of", { number: index + 1, count: all.length })) : null,
    element("table", {}, element("tbody", {}, ...(signature.checks ?? []).map((/** @type {any} */ check) => element("tr", {}, element("th", { scope: "row" }, words.check(check.name)), element("td", {}, words.value("outcome", check.outcome)))))));

  /** The portal's page is one folder above this frame. */
  const address = () => new URL("..", location.href).href;

  /**
   * @param {{ name: string, size: number, signature?: string, report: any }} result @param {Element[]} signers @param {Element | null} band for another moment
   * @param {any[]} reasons @param {any[]} notes @param {(bytes: Uint8Array) => Promise<string>} sha256
   */
  async function printedReport({ name, size: bytes, signature, report }, signers, band, reasons, notes, sha256) {
    const row = words.verdict(report.verdict);
    const taught = report.verdict === "uji" ? words.verdict(report.would_be) : undefined;
    const digest = await sha256(new TextEncoder().encode(STYLE));
    const base64 = btoa(String.fromCharCode(...(digest.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));
    const head = element("head", {}, element("meta", { charset: "utf-8" }),
      element("meta", { "http-equiv": "Content-Security-Policy", content: "default-src 'none'; style-src 'sha256-" + base64 + "'; base-uri 'none'; form-action 'none'" }),
      element("meta", { name: "viewport", content: "width=device-width" }), element("meta", { name: "robots", content: "noindex" }),
      element("title", {}, label("print-title") + ": " + visible(name).slice(0, 80)), element("style", {}, STYLE));
    const body = element("body", {},
      report.verdict === "uji" ? element("p", { class: "band" }, label("test-band")) : null, band,
      element("h1", {}, label("print-title")), element("p", { class: "note" }, label("print-not-certificate")),
      section("print-file", facts([
        ["print-file-name", code(name)], ["with-signature", optional(signature, code)], ["print-file-size", size(bytes) + " (" + bytes + ")"],
        ["document-sha256", code(report.document.sha256)], ["signature-sha256", optional(report.document.signature_sha256, code)],
      ])),
      signers.length > 0 ? section("print-signers", element("ol", {}, ...signers)) : null,
      section("print-verdict", element("p", {}, element("strong", {}, row.headline)), element("p", {}, label("print-shape", { shape: words.value("shape", row.shape) })),
        element("p", {}, label("meaning") + ": " + row.meaning), element("p", {}, label("action") + ": " + row.action),
        taught ? element("p", {}, label("would-be") + " " + taught.headline) : null, reasonList(reasons, "reasons"), reasonList(notes, "notes")),
      report.signatures.length > 0 ? section("checks", ...report.signatures.map(checks)) : null,
      section("print-attests", element("p", {}, label("print-attests-yes")), element("p", {}, label("print-attests-no"))),
      section("print-basis", facts([
        [band === null ? "validation-time" : "moment-judged", timeElement(report.validation_time, true)],
        ["print-policy", element("span", {}, code(report.policy.id), ", " + label("version", report.policy))],
        ["trust-version", element("span", {}, label("version", report.trust) + " ", code(report.trust.sha256))],
        ["engine", label("version", report.engine)],
      ])),
      section("print-again", element("p", {}, label("print-again-page", { address: address() })), element("p", {}, label("print-again-command")),
        element("p", {}, element("code", {}, "site-gen verify --at " + visible(report.validation_time) + (signature === undefined ? " berkas" : " berkas --signature berkas.p7s")))));
    // What shows more on a click has no use on paper.
    for (const button of body.querySelectorAll("button")) button.remove();
    return new Blob(["<!DOCTYPE html>\n" + element("html", { lang: language }, head, body).outerHTML + "\n"], { type: "text/html" });
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, printedReport });
})();
