// @ts-check
// The table of words (content/verdicts.toml), read once from the data block of this page.
// A key the table does not know is shown as the key itself: never as silence, never as something good.
"use strict";
(() => {
  const { visible, time } = globalThis.Periksa;

  /** Arguments that are moments, and arguments whose values have words of their own. */
  const MOMENTS = new Set(["date", "this_update", "next_update", "not_after", "not_before", "from", "until", "now", "data"]);
  const NAMED = new Set(["reason", "kind"]);

  class Words {
    #verdicts; #reasons; #checks; #labels; #articles;

    /** @param {any} table */
    constructor(table) {
      const by = (/** @type {any[]} */ rows, /** @type {string} */ key) => new Map((rows ?? []).map((row) => [row[key], row]));
      this.#verdicts = by(table.verdict, "key");
      this.#reasons = by(table.reason, "key");
      this.#checks = by(table.check, "name");
      this.#labels = by(table.label, "key");
      this.#articles = by(table.article, "key");
    }

    /** The words of a verdict, or undefined when this portal does not know it. @param {string} key */
    verdict(key) { return this.#verdicts.get(key); }

    /** @param {string} name */
    check(name) { return this.#checks.get(name)?.label ?? visible(name); }

    /** @param {string} key */
    article(key) { return this.#articles.get(key)?.text ?? null; }

    /** @param {string} key @param {Record<string, unknown>} [values] @returns {string} */
    label(key, values = {}) { return this.#fill(this.#labels.get(key)?.text ?? visible(key), values); }

    /** A word for a value of a closed list, such as `outcome-passed`; the value itself when it has none. @param {string} list @param {unknown} value @returns {string} */
    value(list, value) {
      return this.#labels.get(list + "-" + value)?.text ?? (value === null || value === undefined ? this.label("not-stated") : visible(value));
    }

    /** What a reason of the report says, and what would settle it. @param {Record<string, unknown>} reason */
    reason(reason) {
      const row = this.#reasons.get(reason.key);
      return {
        text: row ? this.#fill(row.text, reason) : visible(reason.key),
        remedy: row ? this.#fill(row.remedy, reason) : "",
      };
    }

    /** @param {string} text @param {Record<string, unknown>} values @returns {string} */
    #fill(text, values) {
      return text.replace(/\{(\w+)\}/g, (_, name) => {
        const value = values[name];
        if (NAMED.has(name)) return this.value(name, value);
        if (value === null || value === undefined) return this.label("not-stated");
        if (MOMENTS.has(name)) return time(value);
        if (name === "check") return this.check(String(value));
        const shown = Array.from(visible(value));
        return shown.length > 120 ? shown.slice(0, 120).join("") + "…" : shown.join("");
      });
    }
  }

  const block = document.getElementById("words");
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, words: new Words(JSON.parse(block?.textContent || "{}")) });
})();
