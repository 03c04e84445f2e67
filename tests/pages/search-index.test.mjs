// Searching, as the page does it, in the index of the built site: everyday words lead to the page that answers. The site has to be
// there: `cargo xtask test` runs this in its step `pages`, after it has built the site. PERIKSA_SITE names another folder than dist/.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const SITE = resolve(process.env.PERIKSA_SITE ?? join(ROOT, "dist"));
const { find, open, pieces } = await import(join(ROOT, "static/js/search-index.js"));

/** @type {Record<string, any>} */ const indexes = {};
/** @type {any} */ let written;

before(async () => {
  for (const lang of ["id", "en"]) {
    written = JSON.parse(await readFile(join(SITE, `cari/indeks.${lang}.json`), "utf8"));
    indexes[lang] = open(written);
  }
});

/** What a reader types, and the pages of which one must be among the first three. */
const QUERIES = JSON.parse(await readFile(join(ROOT, "tests/pages/search-queries.json"), "utf8"));

test("everyday_words_lead_to_the_page_that_answers", () => {
  /** @type {string[]} */ const misses = [];
  for (const [lang, query, ...expected] of QUERIES) {
    const first = find(indexes[lang], query).pages.slice(0, 3).map((/** @type {any} */ page) => page.url);
    if (!expected.some((/** @type {string} */ url) => first.includes(url))) misses.push(`${lang} "${query}": ${first.join(" ")}, not ${expected.join(" or ")}`);
  }
  assert.deepEqual(misses, []);
});

test("a_slip_of_the_finger_and_half_a_word_find_too", () => {
  const first = (/** @type {string} */ query) => find(indexes.id, query).pages[0]?.url;
  for (const [typed, meant] of [["sertifiakt", "sertifikat"], ["peraturn", "peraturan"], ["statisti", "statistik"]]) assert.equal(first(typed), first(meant), typed);
});

test("what_is_not_there_finds_nothing_and_common_words_are_passed_over", () => {
  assert.deepEqual(find(indexes.id, "xyzzyq").pages, []);
  assert.deepEqual(find(indexes.id, "  ?! ").pages, []);
  assert.deepEqual(find(indexes.id, "constructor __proto__").pages, []);
  assert.deepEqual(find(indexes.id, "bagaimana cara statistik").pages, find(indexes.id, "statistik").pages);
});

test("what_was_found_is_marked", () => {
  const { roots } = find(indexes.id, "dicabut");
  assert.deepEqual(pieces(indexes.id, "Bila pencabutan: apa?", roots), [
    { text: "Bila", found: false }, { text: " ", found: false }, { text: "pencabutan", found: true }, { text: ": ", found: false }, { text: "apa", found: false }, { text: "?", found: false },
  ]);
});

test("an_index_of_another_version_is_refused", () => {
  assert.throws(() => open({ ...written, schema: "periksa-search/2" }), /not an index of this version/);
});
