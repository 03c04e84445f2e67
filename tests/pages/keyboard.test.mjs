// What a reader comes for, with the keyboard alone: each task is a walk of Tab, Enter, Space and letters. The mouse is never used, and
// nothing is focused by the test itself. Checking a file is in tests/browser/page.test.mjs.
//
// Every guide and every letter is a task: the role finder leads to each, and on each nothing that can be used is passed over, every stop
// is seen and is marked, and the walk ends.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, launch, pagesOnDisk, serveSite } from "./support.mjs";

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

/** What can be used on a page and can be seen, in the order of the page; each gets its number. @param {import("playwright-core").Page} page @returns {Promise<string[]>} */
const usable = (page) => page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }) && !(/** @type {HTMLButtonElement} */ (one).disabled))
  .map((one, number) => {
    one.setAttribute("data-number", String(number));
    return one.outerHTML.slice(0, 80);
  }));

/** Where the focus is, and what is wrong with how it is seen there. @param {import("playwright-core").Page} page */
const stop = (page) => page.evaluate(() => {
  const at = document.activeElement ?? document.body;
  const { top, bottom, left, right } = at.getBoundingClientRect();
  const isInside = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  const isMarked = getComputedStyle(at).outlineStyle !== "none";
  return { number: at.getAttribute("data-number"), wrong: [...(isInside ? [] : ["out of sight"]), ...(isMarked ? [] : ["not marked"])] };
});

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

walk("what_was_ticked_in_a_guide_is_ticked_on_the_print_of_the_set_and_no_other_box_is", "panduan/pegawai/minta-sertifikat-individu/", async (page) => {
  await tabTo(page, "check-list input");
  await page.keyboard.press("Space");
  await page.goto(site.base + "panduan/cetak-pegawai/");
  const ticked = await page.locator("check-list").evaluateAll((lists) => lists.map((list) => [list.getAttribute("key"), list.querySelectorAll("input:checked").length]));
  assert.ok(ticked.length > 10, ticked.length + " lists");
  assert.deepEqual(ticked.filter(([, count]) => count !== 0), [["id/minta-sertifikat-individu", 1]]);
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

walk("the_role_finder_leads_to_every_guide", "panduan/", async (page) => {
  const guides = (await pagesOnDisk()).filter((address) => /^panduan\/[a-z]+\/./.test(address));
  assert.ok(guides.length >= 25, guides.length + " guides");
  /** @type {Set<string>} */ const led = new Set();
  for (const role of await page.locator("details.role").evaluateAll((roles) => roles.map((role) => role.id))) {
    await tabTo(page, `details#${role} > summary`);
    await page.keyboard.press("Enter");
    const links = await page.locator(`details#${role} a`).count();
    assert.ok(links > 0, role + " leads to guides");
    for (let link = 0; link < links; link += 1) {
      await page.keyboard.press("Tab");
      const href = await page.evaluate((id) => {
        const at = document.activeElement;
        return at instanceof HTMLAnchorElement && at.closest("details")?.id === id ? at.href : "";
      }, role);
      led.add(href.slice(site.base.length));
    }
  }
  assert.deepEqual([...led].sort(), guides);
});

for (const folder of ["panduan/", "surat/", "en/panduan/", "en/surat/"]) {
  walk(`on_every_page_below_${folder.slice(0, -1).replace("/", "_")}_tab_stops_at_all_that_can_be_used_in_order_and_in_sight`, folder, async (page) => {
    const pages = (await pagesOnDisk()).filter((address) => address.startsWith(folder));
    assert.ok(pages.length >= 5, pages.length + " pages below " + folder);
    /** @type {string[]} */ const wrong = [];
    for (const address of pages.filter((address) => !address.includes("/cetak-"))) {
      await page.goto(site.base + address);
      const expected = await usable(page);
      for (const [number, html] of expected.entries()) {
        await page.keyboard.press("Tab");
        const at = await stop(page);
        if (at.number !== String(number)) {
          wrong.push(`${address}: Tab came to ${at.number === null ? "nothing of the list" : expected[Number(at.number)]}, not to ${html}`);
          break;
        }
        wrong.push(...at.wrong.map((one) => `${address}: ${one}: ${html}`));
      }
      await page.keyboard.press("Tab");
      if ((await stop(page)).number === String(expected.length - 1)) wrong.push(`${address}: no way on from ${expected.at(-1)}`);
    }
    assert.deepEqual(wrong, []);
  });
}

walk("a_letter_is_filled_in_and_what_was_typed_goes_nowhere", "panduan/pegawai/minta-sertifikat-individu/", async (page) => {
  await tabTo(page, "main a[href*='surat/surat-pengantar']");
  await follow(page);
  assert.equal(path(page), "surat/surat-pengantar/");
  /** @type {string[]} */ const asked = [];
  // The browser fetches the icon when it likes.
  page.on("request", (request) => request.url().endsWith("/icons/periksa.svg") || asked.push(request.url()));
  const typed = await page.locator("main input.blank").evaluateAll((blanks) => blanks.map((_, number) => "Isian " + number));
  await tabTo(page, "main input.blank");
  for (const [number, text] of typed.entries()) {
    if (number > 0) await page.keyboard.press("Tab");
    await page.keyboard.type(text);
  }
  const values = () => page.locator("main input.blank").evaluateAll((blanks) => blanks.map((blank) => /** @type {HTMLInputElement} */ (blank).value));
  assert.deepEqual(await values(), typed);
  await page.keyboard.press("Enter");
  assert.deepEqual([await values(), path(page), asked], [typed, "surat/surat-pengantar/", []], "Enter sends nothing");
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await page.locator("main .letter input.blank").evaluateAll((blanks) => blanks.filter((blank) => !blank.checkVisibility()).length), 0);
  assert.equal(await page.locator("nav.menu").isVisible(), false, "the letter leaves alone");
  await page.emulateMedia({ media: null });
  await page.reload();
  assert.deepEqual(new Set(await values()), new Set([""]), "nothing was kept");
});

walk("a_serial_number_is_looked_up", "cari-nomor-seri/", async (page) => {
  await tabTo(page, "serial-lookup input");
  await page.keyboard.type("5d631c1f5de1bb07bceff5267e4ab60cf7b07a87"); // of trust/demo/crl/ca.crl
  await tabTo(page, "serial-lookup select");
  await page.keyboard.type("Periksa Contoh CA (");
  await tabTo(page, "serial-lookup button");
  await page.keyboard.press("Enter");
  const heading = page.locator("[role=status] h2").first();
  await heading.waitFor();
  assert.match(await heading.innerText(), /dicabut|tercantum|ada di/i);
});
