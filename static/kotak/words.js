// @ts-check
// The table of words (content/verdicts.toml) that words/<language>.js has handed in.
// A key the table does not know is shown as the key itself: never as silence, never as something good.
"use strict";
(() => {
  const { visible, time } = globalThis.Periksa;

  /** Arguments that are moments, and arguments whose values have words of their own. */
  const MOMENTS = new Set(["date", "this_update", "next_update", "not_after", "not_before", "from", "until", "now", "data", "time", "claimed", "proven", "invalidity_date"]);
  const NAMED = new Set(["reason", "kind", "method", "because"]);
  /** A claim may be a name as well, and a browser reads dates into names. */
  const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

  class Words {
    #verdicts; #reasons; #changes; #checks; #labels; #articles;

    /** @param {any} table */
    constructor(table) {
      const by = (/** @type {any[]} */ rows, /** @type {string} */ key) => new Map((rows ?? []).map((row) => [row[key], row]));
      this.#verdicts = by(table.verdict, "key");
      this.#reasons = by(table.reason, "key");
      this.#changes = by(table.change, "key");
      this.#checks = by(table.check, "name");
      this.#labels = by(table.label, "key");
      this.#articles = by(table.article, "key");
    }

    /** Without its words the box has nothing to say, and does not open. */
    get isEmpty() { return this.#verdicts.size === 0; }

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

    /** Why a way to an anchor does not hold, by the first word of what the engine says; names of rules are under one roof. @param {unknown} why */
    attempt(why) { return this.#labels.get("why-" + String(why).split(/[: ]/)[0])?.text ?? this.label("why-rule"); }

    /**
     * What `count` changes of one kind are called, with the pages they are on, where they are on any.
     * @param {string} key @param {number} count @param {string} page @returns {string}
     */
    change(key, count, page) {
      const row = this.#changes.get(key) ?? { one: visible(key), many: visible(key) };
      if (page !== "" && row.page) return this.#fill(row.page, { page });
      const text = count === 1 ? row.one : this.#fill(row.many, { count });
      return page === "" ? text : this.label("change-on-page", { text, page });
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
        if (MOMENTS.has(name) && INSTANT.test(String(value))) return time(value);
        if (name === "check") return this.check(String(value));
        const shown = Array.from(visible(value));
        return shown.length > 120 ? shown.slice(0, 120).join("") + "…" : shown.join("");
      });
    }
  }

  const { table, ...others } = globalThis.Periksa;
  globalThis.Periksa = Object.freeze({ ...others, words: new Words(table ?? {}) });
})();
