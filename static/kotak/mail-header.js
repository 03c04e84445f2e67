// @ts-check
// <mail-header>: what a signed e-mail says of itself. Its header is written by whoever sent it and stands outside the signature:
// only the sender's address can be compared with the certificate (RFC 8550 3), and the card says how that ended.
"use strict";
(() => {
  const { element, timeElement, words, visible, facts: { label, data, isEmpty, optional, facts, lines } } = globalThis.Periksa;

  /** A date that the engine has read; one it could not read stays as it was written. */
  const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

  /** The address first: the name beside it may be anything, even another address. @param {{ name?: string | null, address?: string | null }} sender */
  const sender = ({ name, address }) => element("div", {}, isEmpty(address) ? label("not-stated") : data(address),
    isEmpty(name) ? null : element("small", {}, " (" + label("mail-name") + " ", data(name), ")"));

  class MailHeader extends HTMLElement {
    /** @param {any} mail `document.mail` of the report */
    set mail(mail) {
      this.replaceChildren(facts([
        ["mail-from", isEmpty(mail.from) ? label("not-stated") : mail.from.length === 1 ? sender(mail.from[0]) : lines(mail.from, sender)],
        ["mail-address", optional(mail.address, (address) => element("strong", { "data-address": visible(address) }, words.value("address", address)))],
        ["mail-subject", optional(mail.subject, data)],
        ["mail-date", optional(mail.date, (date) => INSTANT.test(date) ? timeElement(date, false) : data(date))],
      ], "who"));
      if (mail.address !== "matches") this.append(element("p", { class: "warning" }, label(mail.address === "differs" ? "mail-differs" : "mail-unproven")));
      if (mail.outside_parts > 0) this.append(element("p", { class: "warning" }, label("mail-outside", { count: mail.outside_parts })));
    }
  }

  /** The header for a report on an e-mail, or nothing. @param {any} report */
  function mailHeader({ document }) {
    if (isEmpty(document.mail)) return null;
    const made = /** @type {any} */ (element("mail-header"));
    made.mail = document.mail;
    return made;
  }

  if (!customElements.get("mail-header")) customElements.define("mail-header", MailHeader);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, mailHeader });
})();
