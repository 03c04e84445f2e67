// @ts-check
// The index of one language (cari/indeks.<language>.json, written by site-gen/src/search/index.rs), and looking up in it.
import { stems, words } from "./search-stems.js";

/** @typedef {{ url: string, title: string, description: string, section: string }} Page its address is from the root of the site */
/** @typedef {Map<number, number>} Postings page number, level */
/** @typedef {{ lang: string, pages: Page[], terms: Map<string, Postings>, stop: Set<string>, common: Set<string>, same: Record<string, string> }} Index `common` is on many pages, of which only some are listed */
/** @typedef {{ pages: Page[], roots: Set<string> }} Found the best first, and the roots that were found */

/** What a word counts by where it stands: text, often in the text, heading, title. */
const LEVELS = [1, 2, 4, 8];
/** What the ways to find a word count. */
const EXACT = 1, SAME = 0.75, BEGINNING = 0.5, NEAR = 0.5;
/** How many are shown, and what share of the best one's score a page has to have. */
const SHOWN = 20, LEAST = 0.08;

/** @param {any} data @returns {Index} */
export function open(data) {
  if (data.schema !== "periksa-search/1") throw new Error("not an index of this version");
  const pages = data.pages.map((/** @type {string[]} */ [url, title, description, section]) => ({ url: data.folder + url, title, description, section: data.sections[section] }));
  return { lang: data.lang, pages, terms: terms(data.terms, data.postings), stop: new Set(words(data.stop)), common: new Set(words(data.common)), same: data.same };
}

/** Each term is a capital for the letters it shares with the one before, and the rest. @param {string} written @param {string} lists */
function terms(written, lists) {
  /** @type {Map<string, Postings>} */ const found = new Map();
  const postings = lists.split(" ");
  let last = "";
  for (const [number, one] of (written.match(/[A-Z][^A-Z]*/g) ?? []).entries()) {
    last = last.slice(0, one.charCodeAt(0) - 65) + one.slice(1);
    found.set(last, decoded(postings[number]));
  }
  return found;
}

/** The signs are # to ~ without the backslash: from the 71st on, there is more of the number to come. @param {string} list */
function decoded(list) {
  /** @type {Postings} */ const found = new Map();
  let page = -1, value = 0, unit = 1;
  for (const sign of list) {
    const code = sign.charCodeAt(0);
    const digit = code - (code > 92 ? 36 : 35);
    if (digit >= 70) {
      value += (digit - 70) * unit;
      unit *= 21;
      continue;
    }
    value += digit * unit;
    page += 1 + Math.floor(value / 4);
    found.set(page, value % 4);
    value = 0;
    unit = 1;
  }
  return found;
}

/** @param {Index} index @param {string} query @returns {Found} */
export function find(index, query) {
  const asked = [...new Set(words(query))];
  const telling = asked.filter((word) => !index.stop.has(word));
  /** @type {Set<string>} */ const roots = new Set();
  const groups = (telling.length > 0 ? telling : asked).map((word) => group(index, word, roots));
  const rarities = groups.map(({ pages, common }) => Math.log(1 + (common ? 1 : index.pages.length / Math.max(pages.size, 1))));
  const whole = rarities.reduce((sum, rarity) => sum + rarity, 0);
  const scored = index.pages.map((page, number) => {
    let score = 0, covered = 0;
    for (const [which, group] of groups.entries()) {
      const weight = group.pages.get(number);
      if (weight === undefined) continue;
      score += weight * rarities[which];
      covered += rarities[which];
    }
    return { page, score: score * (covered / whole) ** 2 };
  });
  const pages = scored.filter(({ score }) => score > 0).sort((left, right) => right.score - left.score);
  return { pages: pages.filter(({ score }) => score >= pages[0].score * LEAST).slice(0, SHOWN).map(({ page }) => page), roots };
}

/** The pages that have a word in some form, and what it counts there. @param {Index} index @param {string} word @param {Set<string>} roots */
function group(index, word, roots) {
  /** @type {Map<number, number>} */ const pages = new Map();
  /** @param {string} term @param {number} way */
  const take = (term, way) => {
    const postings = index.terms.get(term);
    if (postings === undefined) return;
    roots.add(term);
    for (const [page, level] of postings) pages.set(page, Math.max(pages.get(page) ?? 0, LEVELS[level] * way));
  };
  const own = stems(index.lang, word);
  for (const root of own) take(root, EXACT);
  for (const root of [word, ...own]) if (Object.hasOwn(index.same, root)) for (const other of index.same[root].split(" ")) take(other, SAME);
  if (word.length >= 3) for (const term of index.terms.keys()) if ([word, ...own].some((start) => start.length >= 3 && term.startsWith(start))) take(term, BEGINNING);
  if (pages.size === 0 && word.length >= 5) for (const term of index.terms.keys()) if (own.some((root) => isNear(root, term))) take(term, NEAR);
  return { pages, common: own.some((root) => index.common.has(root)) };
}

/** Whether one letter was changed, left out, added, or changed places with the next. @param {string} left @param {string} right */
function isNear(left, right) {
  if (Math.min(left.length, right.length) < 4 || Math.abs(left.length - right.length) > 1) return false;
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const [a, b] = [left.slice(at), right.slice(at)];
  return a.slice(1) === b.slice(1) || a === b.slice(1) || a.slice(1) === b || a.slice(2) === b.slice(2) && a[0] === b[1] && a[1] === b[0];
}

/**
 * A text in pieces, those that were found marked.
 * @param {Index} index @param {string} text @param {Set<string>} roots @returns {{ text: string, found: boolean }[]}
 */
export function pieces(index, text, roots) {
  return (text.match(/[\p{L}\p{N}]+|[^\p{L}\p{N}]+/gu) ?? []).map((text) => {
    const [word] = words(text);
    return { text, found: word !== undefined && stems(index.lang, word).some((root) => roots.has(root)) };
  });
}
