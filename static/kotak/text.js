// @ts-check
// Text from files is data: made visible, cut to length, and put into the page only as text nodes.
// Also the two small builders every element here uses, and the one way times are written.
"use strict";
(() => {
  // C0 and C1 controls, soft hyphen, zero-width and bidirectional marks, line separators, tags, BOM (threats WEB-17).
  const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e01ef}]/gu;
  // Letters may carry a few combining marks; a flood of them draws over its neighbours.
  const FLOOD = /(\p{M}{4})\p{M}+/gu;
  const LONGEST = 160;

  const language = document.documentElement.lang === "en" ? "en" : "id";
  const locale = (language === "en" ? "en-GB" : "id-ID") + "-u-ca-gregory-nu-latn";
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "long" });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  /** The same text with every character that hides or reorders others written as ⟨U+202E⟩. @param {unknown} value */
  function visible(value) {
    return String(value ?? "")
      .replace(HIDDEN, (c) => "⟨U+" + (c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0") + "⟩")
      .replace(FLOOD, "$1⟨…⟩");
  }

  /**
   * An element with attributes and children; strings become text nodes.
   * @param {string} tag @param {Record<string, string | null>} [attributes] @param {...(Node | string | null)} children
   */
  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(name, value);
    for (const child of children) if (child !== null) made.append(child);
    return made;
  }

  /**
   * A value from a file: isolated from the text around it, hidden characters visible, long values cut with a button.
   * @param {unknown} value @param {string} showAll the words on that button
   */
  function fromFile(value, showAll) {
    const whole = visible(value);
    const characters = Array.from(whole);
    const box = element("bdi", { class: "from-file" });
    if (characters.length <= LONGEST) {
      box.textContent = whole;
      return box;
    }
    const button = element("button", { type: "button", class: "link" }, showAll);
    button.addEventListener("click", () => { box.textContent = whole; }, { once: true });
    box.append(characters.slice(0, LONGEST).join("") + "… ", button);
    return box;
  }

  /** A moment, for a reader: local time with its zone. Anything that is not an instant is shown as it came. @param {unknown} value */
  function time(value) {
    const instant = new Date(String(value));
    return typeof value === "string" && !Number.isNaN(instant.getTime()) ? dateTime.format(instant) : visible(value);
  }

  /** A `<time>` with the local time, and the exact instant in UTC beside it for the details. @param {string} value @param {boolean} exact */
  function timeElement(value, exact) {
    const made = element("time", { datetime: visible(value) }, time(value));
    if (exact) made.append(element("small", {}, " (" + visible(value) + ")"));
    return made;
  }

  /** A size in the units people know. @param {number} bytes */
  function size(bytes) {
    if (bytes < 1000) return number.format(bytes) + " byte";
    if (bytes < 1e6) return number.format(bytes / 1e3) + " kB";
    return number.format(bytes / 1e6) + " MB";
  }

  /** A length of time in the largest unit that fits, and the next smaller one. @param {number} seconds */
  function duration(seconds) {
    const format = (/** @type {string} */ unit, /** @type {number} */ count) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count);
    let rest = Math.abs(seconds);
    /** @type {string[]} */ const parts = [];
    for (const [unit, length] of /** @type {const} */ ([["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]])) {
      const count = Math.floor(rest / length);
      rest -= count * length;
      if (count > 0) parts.push(format(unit, count));
      else if (parts.length > 0) break;
    }
    return parts.length === 0 ? format("second", 0) : parts.slice(0, 2).join(" ");
  }

  globalThis.Periksa = Object.freeze({ language, visible, element, fromFile, time, timeElement, size, duration });
})();
