// What the tests of every page share: which pages there are, several of them open at once, and findings told in lines.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { ROOT, SITE } from "../browser/support.mjs";

export { DESK, PHONE, ROOT, SITE, launch, serveSite } from "../browser/support.mjs";

/** An A4 sheet at 96 dots per inch, less margins of 1.5 cm. */
export const SHEET = { width: 680, height: 1010 };

/** Every file of the site with one of these endings, as a path below the site. @param {string[]} endings */
export async function files(...endings) {
  const entries = await readdir(SITE, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(SITE, join(entry.parentPath, entry.name)).split(sep).join("/"));
  return paths.filter((path) => endings.some((ending) => path.endsWith(ending))).sort();
}

/** Pages that search engines may not show, which the sitemap does not list: the checker for the pages of others, and the page for lost addresses. */
const UNLISTED = ["en/sematan/", "sematan/", "404.html"];

/** A page's address below the site: `kebijakan/` for `kebijakan/index.html`. @param {string} file */
const address = (file) => file.replace(/(^|\/)index\.html$/, "$1");

/** Every page that is a reader's: those that search engines may show. The frame and those of `UNLISTED` are none. */
export async function pagesOnDisk() {
  const all = await files(".html");
  const texts = await Promise.all(all.map((file) => readFile(join(SITE, file), "utf8")));
  return all.filter((file, at) => file !== "404.html" && !/<meta name="robots" content="[^"]*noindex/.test(texts[at])).map(address).sort();
}

/** What sitemap.xml lists, below the site's own address; `null` when there is no sitemap. */
export async function pagesOfSitemap() {
  const sitemap = await readFile(join(SITE, "sitemap.xml"), "utf8").catch(() => null);
  if (sitemap === null) return null;
  const base = /^base_url = "([^"]+?)\/?"$/m.exec(await readFile(join(ROOT, "config.toml"), "utf8"))?.[1];
  assert.ok(base, "config.toml has a base_url");
  return [...sitemap.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, location]) => {
    assert.ok(location.startsWith(base + "/"), location + " is below " + base);
    return location.slice(base.length + 1);
  }).sort();
}

/**
 * The pages to look at: the sitemap's, or while there is none those on disk; then those that it does not list. PERIKSA_PAGES narrows them, for
 * work on one page: a regular expression.
 */
export async function pages() {
  const only = new RegExp(process.env.PERIKSA_PAGES ?? "");
  return [...await pagesOfSitemap() ?? await pagesOnDisk(), ...UNLISTED].filter((page) => only.test(page));
}

/** Visits all, a few at once. @template Item @param {Item[]} items @param {(item: Item) => Promise<void>} visit @param {number} [atOnce] */
export async function each(items, visit, atOnce = 3) {
  const waiting = [...items];
  const worker = async () => { for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await visit(next); };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Passes only when nothing was found; else tells the first of it, a line each. @param {string[]} findings */
export function nothing(findings) {
  const shown = findings.slice(0, 60).map((finding) => "  " + finding.replaceAll(/\s+/g, " ").slice(0, 400));
  if (findings.length > shown.length) shown.push("  and " + (findings.length - shown.length) + " more");
  if (findings.length > 0) throw new Error(findings.length + " found\n" + shown.join("\n"));
}

/** Opens a page and waits for what is loaded into it. @param {import("playwright-core").Page} page @param {string} url */
export async function open(page, url) {
  await page.goto(url, { waitUntil: "load" });
  if (await page.locator("periksa-dokumen").count() > 0) await page.frameLocator("periksa-dokumen iframe").locator("sealed-box[data-phase=ready]").waitFor({ timeout: 60_000 });
}
