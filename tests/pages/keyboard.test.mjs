// What a reader comes for, with the keyboard alone: each task is a walk of Tab, Enter, Space and letters. The mouse is never used, and
// nothing is focused by the test itself. Checking a file is in tests/browser/page.test.mjs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, launch, serveSite } from "./support.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** A walk that begins at a page. @param {string} name @param {string} path @param {(page: import("playwright-core").Page) => Promise<void>} walk */
function walk(name, path, walk) {
  test(name, async () => {
    const context = await browser.newContext({ viewport: PHONE, locale: "id-ID" });
    try {
      const page = await context.newPage();
      await page.goto(site.base + path);
      await walk(page);
    } finally {
      await context.close();
    }
  });
}

/** Tab until the focus is on what is meant; fails when it is never reached. @param {import("playwright-core").Page} page @param {string} selector */
async function tabTo(page, selector) {
  assert.ok(await page.locator(selector).count() > 0, selector + " is on " + page.url());
  const stops = await page.locator("a, button, summary, input, textarea, [tabindex]").count();
  for (let stop = 0; stop <= stops; stop += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
  }
  assert.fail(selector + " is not reached with Tab on " + page.url());
}

/** Enter on a link, until the page that it leads to is there. @param {import("playwright-core").Page} page */
async function follow(page) {
  const left = page.url();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.href !== left);
  await page.waitForLoadState();
}

const path = (/** @type {import("playwright-core").Page} */ page) => page.url().slice(site.base.length);

walk("the_first_stop_skips_to_the_content", "kebijakan/", async (page) => {
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(":focus").getAttribute("class"), "skip");
  assert.equal(await page.locator(":focus").evaluate((at) => at.getBoundingClientRect().top >= 0), true, "it is seen while it has the focus");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement)), true, "the next stop is in the content");
});

walk("from_home_to_the_words_of_the_law_under_a_step", "", async (page) => {
  await tabTo(page, "nav.menu a[href$='panduan/']");
  await follow(page);
  await tabTo(page, "details#pegawai > summary");
  await page.keyboard.press("Enter");
  await tabTo(page, "details#pegawai[open] a[href*='minta-sertifikat-individu']");
  await follow(page);
  assert.equal(path(page), "panduan/pegawai/minta-sertifikat-individu/");
  const law = page.locator(".steps details.law").first();
  assert.equal(await law.locator("blockquote").isVisible(), false);
  await tabTo(page, ".steps details.law > summary");
  await page.keyboard.press("Enter");
  await law.locator("blockquote").waitFor({ state: "visible" });
  assert.ok((await law.locator("blockquote").innerText()).length > 20);
});

walk("what_is_ticked_is_ticked_after_a_reload", "panduan/pegawai/minta-sertifikat-individu/", async (page) => {
  await tabTo(page, "check-list input");
  await page.keyboard.press("Space");
  const ticks = () => page.locator("check-list input").evaluateAll((boxes) => boxes.map((box) => /** @type {HTMLInputElement} */ (box).checked));
  const before = await ticks();
  assert.deepEqual([before[0], before.slice(1).includes(true)], [true, false], "the first one alone");
  await page.reload();
  assert.deepEqual(await ticks(), before);
});

walk("a_search_leads_to_its_first_result", "", async (page) => {
  await tabTo(page, "nav.menu a[href$='cari/']");
  await follow(page);
  await tabTo(page, "search-box input");
  await page.keyboard.type("kunci hilang");
  await page.keyboard.press("Enter");
  const first = page.locator("search-box ol.found a").first();
  await first.waitFor({ state: "visible" });
  const title = (await first.innerText()).trim();
  await tabTo(page, "search-box ol.found a");
  await follow(page);
  assert.ok((await page.locator("h1").innerText()).includes(title), title + " is the page that opens");
});

walk("a_note_of_the_regulation_is_followed_there_and_back", "peraturan/", async (page) => {
  await tabTo(page, "a[id^='rujukan-']");
  const from = await page.evaluate(() => document.activeElement?.id);
  await follow(page);
  assert.match(path(page), /^peraturan\/#catatan-\d+$/);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("href")), "#" + from, "the next stop leads back");
  await follow(page);
  assert.equal(path(page), "peraturan/#" + from);
});

walk("the_other_language_is_the_same_page", "panduan/pegawai/minta-sertifikat-individu/", async (page) => {
  await tabTo(page, "nav.languages a");
  await follow(page);
  assert.deepEqual([path(page), await page.locator("html").getAttribute("lang")], ["en/panduan/pegawai/minta-sertifikat-individu/", "en"]);
  await tabTo(page, "nav.languages a");
  await follow(page);
  assert.deepEqual([path(page), await page.locator("html").getAttribute("lang")], ["panduan/pegawai/minta-sertifikat-individu/", "id"]);
});

walk("a_verdict_is_opened_from_the_list_of_all", "putusan/", async (page) => {
  await tabTo(page, "main a[href$='dicabut/']");
  await follow(page);
  assert.equal(path(page), "putusan/dicabut/");
  assert.ok((await page.locator("h1").innerText()).length > 5);
});
