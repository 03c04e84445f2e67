// @ts-check
// What came after a signature, in words: the changes of one kind that a revision made are one line, with their number and
// pages. Each line says by word and shape whether it is allowed. The command line says the same (site-gen/src/words/changes.rs).
"use strict";
(() => {
  const { element, fromFile, shape, words, visible } = globalThis.Periksa;

  /** How far a change reaches, least first; what this page does not know reaches farthest. */
  const LEVELS = ["none", "validation-data", "form-filling", "annotation"];
  /** What signing, stamping and archiving do themselves: when allowed, no reader needs it on the card. */
  const ROUTINE = new Set(["validation-data-added", "document-time-stamp-added", "metadata-changed", "extensions-changed", "signature-added",
    "signature-field-added", "field-locked", "form-resources-added", "structure-added"]);
  /** Lines on the card; the details have them all. */
  const MOST_LINES = 6;
  /** Places in the file that are listed without a click. */
  const MOST_PLACES = 3;

  const label = (/** @type {string} */ key, values = {}) => words.label(key, values);
  const isAllowed = (/** @type {any} */ change) => change.permitted === true;
  const reach = (/** @type {any} */ change) => { const level = LEVELS.indexOf(change.level); return level < 0 ? LEVELS.length : level; };

  /** `1, 3–5`. @param {number[]} pages */
  function ranges(pages) {
    /** @type {[number, number][]} */ const runs = [];
    for (const page of [...new Set(pages)].sort((a, b) => a - b)) {
      const run = runs.at(-1);
      if (run && run[1] + 1 === page) run[1] = page;
      else runs.push([page, page]);
    }
    return runs.map(([first, last]) => first === last ? String(first) : first + "–" + last).join(", ");
  }

  /** Changes of one kind together; what is not allowed first, then what reaches farthest. @param {any[]} changes @returns {any[][]} */
  function groups(changes) {
    /** @type {Map<string, any[]>} */ const found = new Map();
    for (const change of changes) {
      const kind = JSON.stringify([change.key, isAllowed(change), typeof change.page === "number"]);
      found.set(kind, [...found.get(kind) ?? [], change]);
    }
    return [...found.values()].sort(([a], [b]) => Number(isAllowed(a)) - Number(isAllowed(b)) || reach(b) - reach(a));
  }

  /** @param {any[]} group */
  function sentence(group) {
    const text = words.change(group[0].key, group.length, ranges(group.map((change) => change.page).filter((page) => typeof page === "number")));
    const kinds = group.filter((change) => change.subtype).map((change) => words.value("subtype", change.subtype));
    const fields = group.filter((change) => change.field).map((change) => visible(change.field));
    const names = [...new Set([...kinds, ...fields])].join(", ");
    return names === "" ? text : label("change-named", { text, names });
  }

  /** @param {any[]} group @param {...(Node | string | null)} more */
  const line = (group, ...more) => element("li", { "data-permitted": String(isAllowed(group[0])), "data-change": visible(group[0].key) },
    shape(isAllowed(group[0]) ? "circle-check" : "octagon-cross"),
    element("div", {}, element("span", {}, sentence(group)), " – ", element("strong", {}, label("permitted-" + isAllowed(group[0]))), ...more));

  /** Where in the file, for those who look into it. @param {any[]} group */
  function places(group) {
    const list = element("ul", { class: "evidence" }, ...group.map((change) => element("li", {},
      element("code", {}, fromFile(change.path, label("show-all"))),
      change.object ? ", " + label("change-object", change) : null,
      change.replaces ? ", " + label("change-replaces", change) : null,
      change.rectangle ? ", " + label("change-rectangle", change) : null)));
    return group.length <= MOST_PLACES ? list : element("details", {}, element("summary", {}, label("change-technical", { count: group.length })), list);
  }

  /** For the details of one signature: everything that came after it, revision by revision. @param {any} signature */
  function laterChanges(signature) {
    const later = signature.later_changes;
    if (!later) return null;
    const revisions = [...new Set(later.changes.map((/** @type {any} */ change) => change.revision))].sort((a, b) => a - b);
    return element("section", { class: "later-changes" }, element("h4", {}, label("changes")),
      later.level === "none" && later.changes.length === 0 ? element("p", {}, label("changes-none")) : null,
      later.permitted === "undetermined" ? element("p", {}, label("changes-not-compared")) : null,
      ...revisions.flatMap((revision) => [element("h5", {}, label("change-version", { revision })), element("ul", { class: "changes" },
        ...groups(later.changes.filter((/** @type {any} */ change) => change.revision === revision)).map((group) => line(group, places(group))))]),
      later.more ? element("p", {}, label("changes-more", { count: later.more })) : null);
  }

  /** The changes of all signatures, each once; not allowed as soon as one signature does not allow it. @param {any} report */
  function noteworthy(report) {
    /** @type {Map<string, any>} */ const found = new Map();
    for (const change of report.signatures.flatMap((/** @type {any} */ signature) => signature.later_changes?.changes ?? [])) {
      const same = JSON.stringify([change.revision, change.key, change.path, change.object]);
      found.set(same, { ...change, permitted: isAllowed(change) && (found.get(same)?.permitted ?? true) });
    }
    const changes = [...found.values()].filter((change) => !isAllowed(change) || change.level !== "validation-data");
    return changes.every((change) => isAllowed(change) && ROUTINE.has(change.key)) ? [] : groups(changes);
  }

  /** For the card: what a reader has to see at once, or nothing. @param {any} report */
  function differences(report) {
    const found = noteworthy(report);
    if (found.length === 0) return null;
    return element("section", { class: "differences" }, element("h4", {}, label("differences")),
      element("ul", { class: "changes" }, ...found.slice(0, MOST_LINES).map((group) => line(group))),
      found.length > MOST_LINES ? element("p", {}, label("differences-more", { count: found.length - MOST_LINES })) : null);
  }

  /** The first of them, for the announcement. @param {any} report */
  const differencesInShort = (report) => noteworthy(report).slice(0, 3).map((group) => sentence(group) + " (" + label("permitted-" + isAllowed(group[0])) + ")").join(". ");

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, laterChanges, differences, differencesInShort });
})();
