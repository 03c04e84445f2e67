// @ts-check
// <crl-card>: one revocation list as data: by whom, from when until when, how many entries and why, whether its signature holds,
// and how it stands to the list that this portal publishes.
"use strict";
(() => {
  const { element, size, timeElement, words, visible, facts: { label, data, code, isEmpty, optional, facts, part, lines } } = globalThis.Periksa;

  const state = (/** @type {string} */ list, /** @type {unknown} */ value) => element("strong", { ["data-" + list]: visible(value) }, words.value(list, value));
  const moment = (/** @type {string} */ value) => timeElement(value, false);

  /** Reasons of the entries, most frequent first. @param {Record<string, number>} reasons */
  const counts = (reasons) => element("ul", {}, ...Object.entries(reasons).sort(([, one], [, other]) => other - one)
    .map(([reason, count]) => element("li", {}, words.value("reason", reason) + ": " + String(Number(count)))));

  class CrlCard extends HTMLElement {
    /** @param {any} crl `crl` of the report */
    set crl(crl) {
      this.replaceChildren(...[
        element("h3", {}, label("crl")),
        facts([
          ["issuer", optional(crl.issuer, data)],
          ["crl-signature", state("crl-signature", crl.signature)],
          ["freshness", state("freshness", crl.freshness)],
          ["this-update", optional(crl.this_update, moment)],
          ["next-update", isEmpty(crl.next_update) ? label("not-stated") : moment(crl.next_update)],
          ["entries", String(Number(crl.entries))],
          ["newer", element("span", {}, state("newer", crl.newer_than_published), optional(crl.published?.this_update, () => element("small", {}, " (" + label("published-dated", crl.published) + ")")))],
        ], "who"),
        optional(crl.reasons, (reasons) => part("entry-reasons", counts(reasons))),
        optional(crl.deviations, (deviations) => part("deviations", lines(deviations, (one) => code(typeof one === "object" ? JSON.stringify(one) : one)))),
        facts([
          ["list-number", optional(crl.number, code)],
          ["size", Number.isSafeInteger(crl.size) ? size(crl.size) : null],
        ]),
      ].filter((node) => node !== null));
    }
  }

  /** The card for a report on a revocation list, or nothing. @param {any} report */
  function crlCard({ crl }) {
    if (isEmpty(crl)) return null;
    const card = /** @type {any} */ (element("crl-card"));
    card.crl = crl;
    return card;
  }

  if (!customElements.get("crl-card")) customElements.define("crl-card", CrlCard);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, crlCard });
})();
