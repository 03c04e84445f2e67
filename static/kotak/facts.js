// @ts-check
// How facts of a report are written down in the details: rows of a description list, parts with a heading, certificates and
// what is known of their revocation. What is absent or empty is not drawn.
"use strict";
(() => {
  const { element, fromFile, words, visible } = globalThis.Periksa;

  const label = (/** @type {string} */ key, values = {}) => words.label(key, values);
  const data = (/** @type {unknown} */ value) => fromFile(value, label("show-all"));
  const code = (/** @type {unknown} */ value) => element("code", {}, data(value));

  /** @param {any} value */
  const isEmpty = (value) => value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

  /** @param {any} value */
  const optional = (value, /** @type {(value: any) => Node | string} */ draw) => isEmpty(value) ? null : draw(value);

  /** @param {[string, Node | string | null][]} rows those without a value are left out @param {string} [kind] its class */
  function facts(rows, kind = "facts") {
    const shown = rows.filter(([, value]) => value !== null);
    return element("dl", { class: kind }, ...shown.map(([name, value]) => element("div", {}, element("dt", {}, label(name)), element("dd", {}, value))));
  }

  /** @param {string} title @param {...(Node | string | null)} content */
  const part = (title, ...content) => element("section", {}, element("h4", {}, label(title)), ...content);

  /** One line a value. @param {unknown[]} values @param {(value: any) => Node | string} [draw] */
  const lines = (values, draw = data) => element("ul", {}, ...values.map((value) => element("li", {}, draw(value))));

  /** What a check found, one line a fact. @param {any} evidence */
  function evidenceText(evidence) {
    if (isEmpty(evidence)) return null;
    const written = (/** @type {any} */ value) => typeof value === "string" ? value : JSON.stringify(value);
    const found = typeof evidence === "object" ? Object.entries(evidence).filter(([, value]) => !isEmpty(value)).map(([key, value]) => key + ": " + written(value)) : [String(evidence)];
    return found.length === 0 ? null : element("ul", { class: "evidence" }, ...found.map((line) => element("li", {}, data(line))));
  }

  /** @param {any} certificate */
  const certificateItem = (certificate) => element("li", {},
    element("p", {}, data(certificate.subject), optional(certificate.role, (role) => element("small", {}, " (" + words.value("role", role) + ")"))),
    certificate.not_before ? element("p", {}, label("valid-between", { from: certificate.not_before, until: certificate.not_after })) : null,
    optional(certificate.sha256, (sha256) => element("p", {}, code(sha256))));

  /** @param {any} entry @param {unknown} subject whose status it is, where it is about a signature @returns {(Node | null)[]} */
  const revocationFacts = (entry, subject) => [
    element("p", {}, ...isEmpty(subject) ? [] : [data(subject), " "], element("strong", {}, words.value("status", entry.status)),
      isEmpty(entry.because) ? null : " (" + words.value("because", entry.because) + ")"),
    optional(entry.method, (method) => element("p", {}, words.value("method", method) + ", " + words.value("source", entry.source))),
    entry.this_update ? element("p", {}, label("list-dated", entry)) : null,
    optional(entry.number, (number) => element("p", {}, label("list-number") + " ", data(number))),
    entry.date ? element("p", {}, label("revoked-on", entry)) : null,
    entry.invalidity_date ? element("p", {}, label("since-invalidity", entry)) : null,
    isEmpty(subject) || isEmpty(entry.relation) ? null : element("p", { "data-effect": visible(entry.effect) }, words.value("relation", entry.relation) + " " + words.value("effect", entry.effect)),
  ];

  /** Ways to an anchor that do not hold: why, in words and as the engine wrote it. @param {any} path */
  const attempts = (path) => optional(path?.attempts, (tried) => part("path-attempts", lines(tried, ({ anchor, why }) => element("span", {},
    ...isEmpty(anchor) ? [] : [code(anchor), ": "], words.attempt(why), element("small", {}, " (", data(why), ")")))));

  /** Reasons or notes, each with what would settle it; a note that is there twice is written once. @param {any[]} reasons @param {string} title */
  function reasonList(reasons, title) {
    if (isEmpty(reasons)) return null;
    const items = [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()].map((reason) => {
      const { text, remedy } = words.reason(reason);
      return element("li", { "data-reason": visible(reason.key) }, element("p", {}, text), remedy === "" ? null : element("p", { class: "remedy" }, remedy));
    });
    return element("section", { class: "reasons" }, element("h4", {}, label(title)), element("ul", {}, ...items));
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, facts: Object.freeze({ label, data, code, isEmpty, optional, facts, part, lines, evidenceText, certificateItem, revocationFacts, attempts, reasonList }) });
})();
