// @ts-check
// What a signer says beside the signature, and who signed the signature itself: protected, but chosen by the signer, and
// proof of nothing (threats CMS-15, CMS-24, CMS-27). Every row says whose words they are.
"use strict";
(() => {
  const { element, duration, words, facts: { label, data, code, isEmpty, optional, facts, part, lines } } = globalThis.Periksa;

  /** The claimed time beside the proven one, in words. @param {number} seconds claimed less proven */
  const skew = (seconds) => seconds === 0 ? label("skew-none") : label(seconds < 0 ? "skew-earlier" : "skew-later", { duration: duration(seconds) });

  /** For the details: the distance between the two times, where there are two. @param {any} signature */
  const claimedTimeSkew = ({ claimed_time_skew: seconds }) => Number.isSafeInteger(seconds) ? skew(seconds) : null;

  /** @param {any} signature */
  function claims({ claims: claimed }) {
    if (isEmpty(claimed)) return null;
    return part("claims", element("p", {}, label("claims-hint")), facts([
      ["signature-policy", optional(claimed.signature_policy, code)],
      ["commitment-type", optional(claimed.commitment_type, (oid) => element("span", {}, words.value("commitment", oid)))],
      ["signer-attributes", claimed.signer_attributes === true ? label("signer-attributes-claimed") : null],
      ["content-description", optional(claimed.content_description, data)],
      ["mime-type", optional(claimed.mime_type, data)],
    ]));
  }

  /** Signatures over this signature's value. @param {any} signature */
  function countersignatures({ countersignatures: found }) {
    if (isEmpty(found)) return null;
    return part("countersignatures", element("p", {}, label("countersignatures-hint")), lines(found, (/** @type {any} */ one) => element("div", {},
      element("p", {}, isEmpty(one.subject) ? label("unknown-signer") : data(one.subject), " ", element("strong", {}, words.value("countersignature", one.outcome))),
      optional(one.certificate_sha256, (sha256) => element("p", {}, code(sha256))))));
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, claimedTimeSkew, claims, countersignatures });
})();
