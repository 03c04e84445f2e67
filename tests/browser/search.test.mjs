// The page for searching: with and without script, by keyboard, by a link, and what it tells the network.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PHONE, launch, screenshot, serveSite } from "./support.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** @param {string} path @param {{ base?: string, options?: import("playwright-core").BrowserContextOptions }} [how] */
async function open(path, { base = site.base, options = {} } = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: "id-ID", ...options });
  const page = await context.newPage();
  /** @type {string[]} */ const complaints = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(base + path);
  return { context, page, complaints, status: page.locator("[role=status]"), found: page.locator(".found > li") };
}

test("results_are_counted_marked_and_can_be_linked_in_both_languages", async () => {
  for (const [path, query, title, count] of [["cari/", "dicabut", "Bila sertifikat dicabut", /^\d+ halaman cocok dengan “dicabut”\.$/], ["en/cari/", "revoked", "When a certificate is revoked", /^\d+ pages match “revoked”\.$/]]) {
    const { context, page, complaints, status, found } = await open(/** @type {string} */ (path));
    await page.locator("input").fill(/** @type {string} */ (query));
    await found.first().waitFor();
    assert.equal(await found.first().locator("a").innerText(), title);
    assert.match(await status.innerText(), /** @type {RegExp} */ (count));
    assert.notEqual(await found.first().locator("mark").count(), 0);
    assert.equal(await page.locator("[data-all]").isVisible(), false);
    assert.equal(new URL(page.url()).hash, "#q=" + query);
    if (path === "cari/") await screenshot(page, "search-results");
    // The same address elsewhere, and by the keyboard to the first result.
    const again = await open(path + "#q=" + query);
    await again.found.first().waitFor();
    await again.page.locator("input").focus();
    for (const expected of ["BUTTON", "A"]) {
      await again.page.keyboard.press("Tab");
      assert.equal(await again.page.evaluate(() => document.activeElement?.tagName), expected);
    }
    await again.page.keyboard.press("Enter");
    await again.page.waitForURL((url) => !url.pathname.endsWith("/cari/"));
    assert.equal(await again.page.locator("h1").innerText(), title);
    assert.deepEqual([...complaints, ...again.complaints], []);
    await Promise.all([context.close(), again.context.close()]);
  }
});

test("no_result_helps_on_and_nothing_typed_reaches_the_network", async () => {
  const before = site.log.length;
  const { context, page, complaints, status, found } = await open("cari/");
  await page.locator("input").fill("rahasiaxyz");
  await page.locator("[data-none]").waitFor();
  assert.equal(await status.innerText(), "Tidak ada halaman yang cocok dengan “rahasiaxyz”.");
  assert.deepEqual([await found.count(), await page.locator("[data-all]").isVisible()], [0, true]);
  await screenshot(page, "search-nothing");
  await page.locator("input").fill("");
  await page.locator("[data-none]").waitFor({ state: "hidden" });
  assert.equal(await status.innerText(), "");
  const asked = site.log.slice(before);
  assert.equal(asked.filter((line) => line.includes("rahasia")).length, 0);
  assert.equal(asked.filter((line) => line.endsWith("/cari/indeks.id.json")).length, 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("an_index_that_does_not_come_is_said_and_asked_for_again", async () => {
  let fails = true;
  const weak = await serveSite({ change: (path, bytes) => fails && path.endsWith("indeks.id.json") ? null : bytes });
  const { context, page, status, found } = await open("cari/", { base: weak.base });
  await page.locator("input").fill("dicabut");
  await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent?.startsWith("Daftar kata"));
  assert.equal(await status.innerText(), "Daftar kata tidak dapat diambil. Periksa sambungan Anda, lalu coba lagi.");
  fails = false;
  await page.locator("button").click();
  await found.first().waitFor();
  await context.close();
  weak.close();
});

test("without_script_all_pages_are_listed_and_lead_on", async () => {
  const { context, page } = await open("cari/", { options: { javaScriptEnabled: false } });
  assert.equal(await page.locator("form").isVisible(), false);
  await page.locator("[data-all] a", { hasText: /^Statistik pencabutan$/ }).click();
  assert.equal(await page.locator("h1").innerText(), "Statistik pencabutan");
  await context.close();
});
