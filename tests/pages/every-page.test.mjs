// Every page of the sitemap and those for no search engine, in both languages, as different readers see it: wide, dark, narrow, enlarged, in the system's own colours, on paper.
// axe finds nothing in any of them (WCAG 2.0 to 2.2, A and AA, and its best practices), nothing scrolls sideways, the focus is seen, and no
// page says anything to the console or asks for anything outside its folder.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { DESK, PHONE, SHEET, each, launch, nothing, open, pages, pagesOfSitemap, pagesOnDisk, serveSite } from "./support.mjs";
import * as looks from "./looks.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** In this order: what folds is as the page has it in the first two, and unfolded in the others. */
const MODES = /** @type {const} */ ([
  { name: "light", size: DESK, media: { colorScheme: "light" }, unfold: false },
  { name: "print", size: SHEET, media: { colorScheme: "light", media: "print" }, unfold: false },
  { name: "dark", size: PHONE, media: { colorScheme: "dark" }, unfold: true },
  { name: "320_px_wide", size: { width: 320, height: 640 }, media: { colorScheme: "light" }, unfold: true },
  // What a window of 1280 by 800 has left at 200 %.
  { name: "enlarged_to_200_percent", size: { width: 640, height: 400 }, media: { colorScheme: "light" }, unfold: true },
  { name: "forced_colours", size: PHONE, media: { colorScheme: "light", forcedColors: "active" }, unfold: true },
]);

/** @type {Record<string, string[]>} */ const found = { requests: [], console: [], paper: [] };
/** @type {string[]} */ let list = [];
const took = { load: 0, axe: 0, looks: 0 };

before(async () => {
  list = await pages();
  for (const { name } of MODES) { found["axe " + name] = []; found["layout " + name] = []; }
  // The page for lost addresses only works at the root: it does not know at which depth it is shown.
  const [browser, site, root] = [await launch(), await serveSite(), await serveSite({ path: "/" })];
  try {
    const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
    await each(list, (path) => visit(browser, path === "404.html" ? root.base : site.base, path, axe));
    for (const line of site.log) if (!line.startsWith("GET " + new URL(site.base).pathname)) found.requests.push(line);
  } finally {
    await browser.close();
    site.close();
    root.close();
  }
});

/** @param {import("playwright-core").Browser} browser @param {string} base @param {string} path @param {string} axe */
async function visit(browser, base, path, axe) {
  const context = await browser.newContext({ viewport: DESK, locale: "id-ID", timezoneId: "Asia/Makassar" });
  try {
    // Before the page's own scripts and beside its policy, which keeps everything else out; in the frame too.
    await context.addInitScript({ content: axe });
    const page = await context.newPage();
    page.on("console", (message) => found.console.push(path + " " + message.type() + ": " + message.text()));
    page.on("pageerror", (error) => found.console.push(path + " " + String(error)));
    page.on("request", (request) => { if (!/^(blob|data):/.test(request.url()) && !request.url().startsWith(base)) found.requests.push(path + " asks for " + request.url()); });
    await clocked("load", () => open(page, base + path));
    for (const mode of MODES) {
      await page.emulateMedia({ media: null, forcedColors: null, ...mode.media });
      await page.setViewportSize(mode.size);
      const tell = (/** @type {string} */ kind, /** @type {string[]} */ lines) => { for (const line of lines) found[kind + " " + mode.name].push((path || "(home)") + " " + line); };
      for (const frame of page.frames()) {
        // Of those with a common name only one would stay open.
        if (mode.unfold) await frame.evaluate(() => { for (const details of document.querySelectorAll("details")) { details.removeAttribute("name"); details.open = true; } });
        tell("axe", await clocked("axe", () => frame.evaluate(inspect, { tags: TAGS, framed: frame !== page.mainFrame(), paper: mode.name === "print" })));
        tell("layout", await clocked("looks", () => frame.evaluate(looks.layout)));
        if (mode.name !== "print") tell("layout", await clocked("looks", () => frame.evaluate(looks.focus)));
      }
      if (mode.name === "print") for (const line of await page.evaluate(looks.paper)) found.paper.push((path || "(home)") + " " + line);
    }
  } catch (error) {
    found.console.push(path + " could not be looked at: " + error);
  } finally {
    await context.close();
  }
}

/** Runs in the page, or in its frame, which have axe by now. @param {{ tags: string[], framed: boolean, paper: boolean }} options */
async function inspect({ tags, framed, paper }) {
  const { axe } = /** @type {any} */ (globalThis);
  // What axe itself asks only of the page around a frame; here it does not see that page, as the frame is sealed.
  const outer = framed ? ["bypass", "landmark-one-main", "page-has-heading-one", "region"] : [];
  // A letter on paper begins with its own head, and the title of its page is only on the screen.
  const rules = Object.fromEntries([...outer, ...paper ? ["page-has-heading-one"] : []].map((rule) => [rule, { enabled: false }]));
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"], iframes: false, preload: false });
  return violations.flatMap((/** @type {any} */ rule) => rule.nodes.map((/** @type {any} */ node) => rule.id + ": " + node.target.join(" ") + ": " + node.failureSummary));
}

/** @template Value @param {keyof typeof took} what @param {() => Promise<Value>} work */
async function clocked(what, work) {
  const start = performance.now();
  try { return await work(); } finally { took[what] += performance.now() - start; }
}

after(() => console.log(list.length + " pages; seconds, of all pages open at once: " + Object.entries(took).map(([what, time]) => what + " " + (time / 1000).toFixed(0)).join(", ")));

test("the_sitemap_lists_every_page_and_no_other", async () => {
  const sitemap = await pagesOfSitemap();
  assert.ok(sitemap !== null, "the site has no sitemap.xml");
  assert.deepEqual(sitemap, await pagesOnDisk());
});

for (const { name } of MODES) {
  test("axe_finds_nothing_" + name, () => nothing(found["axe " + name]));
  test("nothing_scrolls_sideways_is_too_small_or_hides_the_focus_" + name, () => nothing(found["layout " + name]));
}

test("print_is_dark_on_white_and_has_the_words_of_the_law", () => nothing(found.paper));
test("no_page_says_anything_to_the_console", () => nothing(found.console));
test("no_page_asks_for_anything_outside_its_folder", () => nothing(found.requests));
