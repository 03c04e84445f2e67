// @ts-check
// <signature-report>: everything the report says about each signature, for those who want to see how the verdict came about.
// Every check is listed with its outcome as a word; a check not made is listed as not made.
"use strict";
(() => {
  const { element, fromFile, timeElement, shape, words, visible, laterChanges, signedVersion } = globalThis.Periksa;

  const label = (/** @type {string} */ key, values = {}) => words.label(key, values);
  const data = (/** @type {unknown} */ value) => fromFile(value, label("show-all"));
  const code = (/** @type {unknown} */ value) => element("code", {}, data(value));

  /** @param {[string, Node | string | null][]} rows those without a value are left out */
  function facts(rows) {
    const shown = rows.filter(([, value]) => value !== null);
    return element("dl", { class: "facts" }, ...shown.map(([name, value]) => element("div", {}, element("dt", {}, label(name)), element("dd", {}, value))));
  }

  /** @param {string} title @param {...(Node | string | null)} content */
  const part = (title, ...content) => element("section", {}, element("h4", {}, label(title)), ...content);

  /** What is absent or empty is not drawn. @param {any} value */
  const isEmpty = (value) => value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

  /** @param {any} value */
  const optional = (value, /** @type {(value: any) => Node} */ draw) => isEmpty(value) ? null : draw(value);

  /** What a check found, one line a fact. @param {any} evidence */
  function evidenceText(evidence) {
    if (isEmpty(evidence)) return null;
    const written = (/** @type {any} */ value) => typeof value === "string" ? value : JSON.stringify(value);
    const lines = typeof evidence === "object" ? Object.entries(evidence).filter(([, value]) => !isEmpty(value)).map(([key, value]) => key + ": " + written(value)) : [String(evidence)];
    return lines.length === 0 ? null : element("ul", { class: "evidence" }, ...lines.map((line) => element("li", {}, data(line))));
  }

  /** @param {any[]} checks */
  const checkList = (checks) => element("ul", { class: "checks" }, ...checks.map((check) =>
    element("li", { "data-outcome": visible(check.outcome) },
      element("span", { class: "name" }, words.check(check.name)), " ",
      element("strong", { class: "outcome" }, words.value("outcome", check.outcome)), " ",
      optional(check.clause, (clause) => element("small", {}, data(clause))),
      evidenceText(check.evidence))));

  /** @param {any} certificate */
  const certificateItem = (certificate) => element("li", {},
    element("p", {}, data(certificate.subject), optional(certificate.role, (role) => element("small", {}, " (" + words.value("role", role) + ")"))),
    certificate.not_before ? element("p", {}, label("valid-between", { from: certificate.not_before, until: certificate.not_after })) : null,
    optional(certificate.sha256, (sha256) => element("p", {}, code(sha256))));

  /** @param {any} entry @param {any[]} certificates */
  function revocationItem(entry, certificates) {
    const subject = certificates.find((certificate) => certificate.sha256 === entry.certificate)?.subject ?? entry.certificate;
    return element("li", { "data-status": visible(entry.status) },
      element("p", {}, data(subject), " ", element("strong", {}, words.value("status", entry.status))),
      optional(entry.source, (source) => element("p", {}, words.value("source", source))),
      entry.this_update ? element("p", {}, label("list-dated", entry)) : null,
      entry.date ? element("p", {}, label("revoked-on", entry)) : null,
      optional(entry.number, (number) => element("p", {}, label("list-number") + " ", data(number))));
  }

  /** How much of the file, with the version and the bytes that show it. @param {any} signature @param {any} document */
  const coverage = (signature, document) => element("span", {}, words.value("coverage", signature.coverage),
    optional(signature.signed_revision, (revision) => element("small", {}, " (" + label("covers", { ...revision, size: document.size }) + ")")));

  /** @param {any} signature @param {any} report @param {any} source */
  function signatureDetails(signature, report, source) {
    const isTimeStamp = signature.kind === "document-time-stamp";
    const number = report.signatures.filter((/** @type {any} */ other) => (other.kind === "document-time-stamp") === isTimeStamp).indexOf(signature) + 1;
    const row = words.verdict(signature.verdict);
    const taught = signature.verdict === "uji" ? words.verdict(signature.would_be) : undefined;
    const headline = (row?.headline ?? visible(signature.verdict)) + (taught ? ". " + label("would-be") + " " + taught.headline : "");
    // Inside a summary only text: a button there would be a control within a control.
    const name = element("bdi", {}, Array.from(visible(signature.signer?.common_name ?? signature.time_stamp?.tsa ?? label("unknown-signer"))).slice(0, 60).join(""));
    const certificates = [...(signature.path?.certificates ?? []), ...(signature.time_stamp?.path ?? [])];
    const both = (/** @type {string} */ main, /** @type {string} */ sub) => optional(signature[main], (value) => code(signature[sub] ? value + " / " + signature[sub] : value));
    return element("details", { class: "signature", "data-verdict": visible(signature.verdict) },
      element("summary", {}, shape(row?.shape ?? ""), element("span", {}, label(isTimeStamp ? "document-time-stamp" : "signature", { number }) + ": ", name, " – " + headline)),
      facts([
        ["claimed-time", optional(signature.claimed_time, (value) => timeElement(value, true))],
        ["claimed-text", optional([signature.claimed_name, signature.claimed_reason, signature.claimed_location].filter((text) => !isEmpty(text)),
          (texts) => element("ul", {}, ...texts.map((/** @type {string} */ text) => element("li", {}, data(text)))))],
        ["coverage", optional(signature.coverage, () => coverage(signature, report.document))],
      ]),
      laterChanges(signature), isTimeStamp ? null : signedVersion(signature, report, source),
      part("checks", checkList(signature.checks ?? [])),
      part("path", signature.path?.certificates?.length ? element("ol", {}, ...signature.path.certificates.map(certificateItem)) : element("p", {}, label("no-path"))),
      signature.time_stamp ? part("time-stamp", facts([
        ["time", optional(signature.time_stamp.gen_time, (value) => timeElement(value, true))],
        ["tsa", optional(signature.time_stamp.tsa, data)],
      ]), signature.time_stamp.path?.length ? element("ol", {}, ...signature.time_stamp.path.map(certificateItem)) : null) : null,
      part("revocation", signature.revocation?.length ? element("ul", {}, ...signature.revocation.map((/** @type {any} */ entry) => revocationItem(entry, certificates))) : element("p", {}, label("no-revocation"))),
      part("technical", facts([
        ["indication", both("indication", "sub_indication")],
        ["indication-strict", both("indication_strict", "sub_indication_strict")],
        ["policy-rules", signature.policy_rules?.length ? element("ul", {}, ...signature.policy_rules.map((/** @type {unknown} */ rule) => element("li", {}, code(rule)))) : null],
        ["level", optional(signature.level, code)],
        ["sub-filter", optional(signature.sub_filter, code)],
        ["field", optional(signature.field, code)],
        ["certificate-sha256", optional(signature.signer?.certificate_sha256, code)],
      ])));
  }

  class SignatureReport extends HTMLElement {
    /** What gives parts of the file; set before the report. @type {any} */ source = null;

    /** @param {any} report */
    set report(report) {
      const { signatures } = report;
      this.replaceChildren(...[
        signatures.length > 0 ? element("h4", {}, label("signatures")) : null,
        ...signatures.map((/** @type {any} */ signature) => signatureDetails(signature, report, this.source)),
        element("details", { class: "about" }, element("summary", {}, label("about-report")), facts([
          ["document-sha256", optional(report.document?.sha256, code)],
          ["validation-time", optional(report.validation_time, (value) => timeElement(value, true))],
          ["policy", optional(report.policy, (policy) => code(policy.id))],
          ["trust-version", optional(report.trust, (trust) => element("span", {}, label("version", trust) + " ", code(trust.sha256)))],
          ["engine", optional(report.engine, (engine) => element("span", {}, label("version", engine)))],
        ])),
      ].filter((item) => item !== null));
    }
  }

  if (!customElements.get("signature-report")) customElements.define("signature-report", SignatureReport);
})();
