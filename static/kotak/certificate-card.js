// @ts-check
// <certificate-card>: one certificate as data: whose, of which kind (Pasal 4), by whom, valid when, revoked or not, and whether
// this portal's registry leads to it. A certificate signs nothing here, and addresses in it are text, never links.
"use strict";
(() => {
  const { element, words, visible, facts: { label, data, code, isEmpty, optional, facts, part, lines, certificateItem, revocationFacts, attempts, reasonList } } = globalThis.Periksa;

  /** The kind and the article it is of, such as `4(a)`; what does not follow from the certificate is said to be undetermined. @param {any} kind */
  function kindText(kind) {
    const [, article, letter] = /^(\d+)\(([a-z])\)$/.exec(kind?.article ?? "") ?? [];
    return words.value("certificate-kind", kind?.value ?? "undetermined") + (letter === undefined ? "" : " (" + label("certificate-article", { article, letter }) + ")");
  }

  /** @param {any} certificate */
  function validity({ validity: state, not_before, not_after, remaining_days }) {
    return element("div", {}, element("p", {}, element("strong", { "data-validity": visible(state) }, words.value("validity", state)),
      Number.isSafeInteger(remaining_days) && state === "valid" ? ", " + label("remaining-days", { days: remaining_days }) : null),
      element("p", {}, label("valid-between", { from: not_before, until: not_after })));
  }

  /** One value or several, as they came. @param {any} value @returns {Node} */
  const plain = (value) => Array.isArray(value) ? lines(value, plain) : data(typeof value === "object" ? Object.values(value).filter((one) => !isEmpty(one)).join(", ") : value);

  /** @param {any} certificate */
  const trust = ({ path, is_registered }) => isEmpty(path?.anchor) ? label("no-path")
    : element("span", {}, label("leads-to") + " ", code(path.anchor), isEmpty(is_registered) ? null : ", " + label("is-registered"));

  /** What few readers need. @param {any} certificate */
  const details = (certificate) => element("details", {}, element("summary", {}, label("certificate-details")),
    facts([
      ["subject", optional(certificate.subject, data)],
      ["serial-number", optional(certificate.serial_number, code)],
      ["certificate-sha256", optional(certificate.sha256, code)],
      ["key", optional(certificate.key, plain)],
      ["signature-algorithm", optional(certificate.signature_algorithm, plain)],
      ["self-signed", certificate.self_signed === true ? label("self-signed-yes") : null],
      ["certificate-basis", optional(certificate.kind?.basis, plain)],
      ["key-usage", optional(certificate.key_usage, plain)],
      ["extended-key-usage", optional(certificate.extended_key_usage, plain)],
      ["policies", optional(certificate.policies, plain)],
      ["email-addresses", optional(certificate.email_addresses, plain)],
      ["crl-addresses", optional(certificate.crl_addresses, plain)],
      ["ocsp-addresses", optional(certificate.ocsp_addresses, plain)],
    ]),
    optional(certificate.path?.certificates, (path) => part("path", element("ol", {}, ...path.map(certificateItem)))),
    attempts(certificate.path));

  class CertificateCard extends HTMLElement {
    /** @param {any} certificate one of `certificates` of the report */
    set certificate(certificate) {
      this.replaceChildren(...[
        element("h3", {}, data(isEmpty(certificate.common_name) ? certificate.subject : certificate.common_name)),
        facts([
          ["kind", kindText(certificate.kind)],
          ["organization", isEmpty(certificate.organization) ? label("no-organization") : data(certificate.organization)],
          ["country", optional(certificate.country, data)],
          ["issuer", optional(certificate.issuer, data)],
          ["validity", validity(certificate)],
          ["revocation-status", isEmpty(certificate.revocation) ? label("no-revocation") : element("div", {}, ...revocationFacts(certificate.revocation, null))],
          ["path", trust(certificate)],
        ], "who"),
        reasonList(certificate.reasons, "reasons"),
        details(certificate),
      ].filter((node) => node !== null));
    }
  }

  /** One card for each certificate of a report; from the second on they are folded. @param {any} report @returns {Element[]} */
  function certificateCards({ certificates }) {
    return (certificates ?? []).map((/** @type {any} */ certificate, /** @type {number} */ index) => {
      const card = /** @type {any} */ (element("certificate-card"));
      card.certificate = certificate;
      const name = Array.from(visible(isEmpty(certificate.common_name) ? certificate.subject : certificate.common_name)).slice(0, 60).join("");
      return index === 0 ? card : element("details", {}, element("summary", {}, label("certificate-of", { number: index + 1, count: certificates.length }) + ": ", element("bdi", {}, name)), card);
    });
  }

  if (!customElements.get("certificate-card")) customElements.define("certificate-card", CertificateCard);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, certificateCards });
})();
