// @ts-check
// <signature-report>: everything the report says about each signature, for those who want to see how the verdict came about.
// Every check is listed with its outcome as a word; a check not made is listed as not made.
"use strict";
(() => {
  const { element, timeElement, duration, size, shape, words, visible, laterChanges, signedVersion, claimedTimeSkew, claims, countersignatures,
    facts: { label, data, code, isEmpty, optional, facts, part, lines, evidenceText, certificateItem, revocationFacts, attempts } } = globalThis.Periksa;

  /** @param {any[]} checks */
  const checkList = (checks) => element("ul", { class: "checks" }, ...checks.map((check) =>
    element("li", { "data-outcome": visible(check.outcome) },
      element("span", { class: "name" }, words.check(check.name)), " ",
      element("strong", { class: "outcome" }, words.value("outcome", check.outcome)), " ",
      optional(check.clause, (clause) => element("small", {}, data(clause))),
      evidenceText(check.evidence))));

  /** @param {any} entry @param {any[]} certificates */
  const revocationItem = (entry, certificates) => element("li", { "data-status": visible(entry.status) },
    ...revocationFacts(entry, certificates.find((certificate) => certificate.sha256 === entry.certificate)?.subject ?? entry.certificate));

  /** How much of the file, with the version and the bytes that show it. @param {any} signature @param {any} document */
  const coverage = (signature, document) => element("span", {}, words.value("coverage", signature.coverage),
    optional(signature.signed_revision, (revision) => element("small", {}, " (" + label("covers", { ...revision, size: document.size }) + ")")));

  /** What the policy accepts of a signature that the standard with nothing relaxed does not. @param {any} signature */
  const relaxed = (signature) => optional(signature.policy_rules, (rules) => part("relaxed",
    element("ul", {}, ...rules.map((/** @type {unknown} */ rule) => element("li", { "data-rule": visible(rule) }, words.value("rule", rule)))),
    element("p", {}, label("strictly", { strict: [signature.indication_strict, signature.sub_indication_strict].filter((word) => !isEmpty(word)).join("/") })),
    element("p", {}, label("rules-below"))));

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
        ["claimed-time-skew", claimedTimeSkew(signature)],
        ["claimed-text", optional([signature.claimed_name, signature.claimed_reason, signature.claimed_location].filter((text) => !isEmpty(text)), lines)],
        ["coverage", optional(signature.coverage, () => coverage(signature, report.document))],
      ]),
      // Only a PDF can grow after it was signed: of any other file there is nothing to say here.
      report.document.kind === "pdf" ? laterChanges(signature) : null, isTimeStamp ? null : signedVersion(signature, report, source),
      relaxed(signature),
      part("checks", checkList(signature.checks ?? [])),
      part("path", signature.path?.certificates?.length ? element("ol", {}, ...signature.path.certificates.map(certificateItem)) : element("p", {}, label("no-path")),
        facts([["path-policies", optional(signature.path?.policies, (policies) => lines(policies, code))]])),
      attempts(signature.path),
      signature.time_stamp ? part("time-stamp", facts([
        ["time", optional(signature.time_stamp.gen_time, (value) => timeElement(value, true))],
        ["accuracy", Number.isSafeInteger(signature.time_stamp.accuracy) ? "± " + duration(signature.time_stamp.accuracy) : null],
        ["tsa", optional(signature.time_stamp.tsa, data)],
      ]), signature.time_stamp.path?.length ? element("ol", {}, ...signature.time_stamp.path.map(certificateItem)) : null) : null,
      part("revocation", signature.revocation?.length ? element("ul", {}, ...signature.revocation.map((/** @type {any} */ entry) => revocationItem(entry, certificates))) : element("p", {}, label("no-revocation"))),
      claims(signature), countersignatures(signature),
      part("technical", facts([
        ["indication", both("indication", "sub_indication")],
        ["indication-strict", both("indication_strict", "sub_indication_strict")],
        ["policy-rules", optional(signature.policy_rules, (rules) => lines(rules, code))],
        ["level", optional(signature.level, code)],
        ["level-reached", optional(signature.level_reached, code)],
        ["sub-filter", optional(signature.sub_filter, code)],
        ["field", optional(signature.field, code)],
        ["certificate-sha256", optional(signature.signer?.certificate_sha256, code)],
      ])));
  }

  class SignatureReport extends HTMLElement {
    /** What gives parts of the file; set before the report. @type {any} */ source = null;

    /** Whether it is judged for another moment than now; set before the report. */ isForAnotherMoment = false;

    /** @param {any} report */
    set report(report) {
      const { signatures } = report;
      this.replaceChildren(...[
        signatures.length > 0 ? element("h4", {}, label("signatures")) : null,
        ...signatures.map((/** @type {any} */ signature) => signatureDetails(signature, report, this.source)),
        element("details", { class: "about" }, element("summary", {}, label("about-report")), facts([
          ["document-sha256", optional(report.document?.sha256, code)],
          ["signature-sha256", optional(report.document?.signature_sha256, code)],
          ["container", optional(report.document?.container, (container) => words.value("container", container))],
          ["content-sha256", optional(report.document?.content, (content) => element("span", {}, code(content.sha256), " · " + size(content.size)))],
          ["mail-form", optional(report.document?.mail?.form, (form) => words.value("mail-form", form))],
          ["content-form", optional(report.document?.mail?.content_form, (form) => words.value("content-form", form))],
          [this.isForAnotherMoment ? "moment-judged" : "validation-time", optional(report.validation_time, (value) => timeElement(value, true))],
          ["policy", optional(report.policy, (policy) => element("span", {}, words.value("policy", policy.id) + ", " + label("version", policy) + " ", code(policy.id)))],
          ["trust-version", optional(report.trust, (trust) => element("span", {}, label("version", trust) + " ", code(trust.sha256)))],
          ["engine", optional(report.engine, (engine) => element("span", {}, label("version", engine)))],
        ])),
      ].filter((item) => item !== null));
    }
  }

  if (!customElements.get("signature-report")) customElements.define("signature-report", SignatureReport);
})();
