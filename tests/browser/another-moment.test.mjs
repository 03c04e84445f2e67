// The verdict on another day: the same document judged again inside the frame with what existed then, marked so that nobody takes it
// for today's, told to those who do not see it, and never mixed up with another moment's.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { LETTERS, choose, insideBox, launch, portalAt, ready, screenshot, serveSite, verdictOf } from "./support.mjs";

const { at } = await expectations();
const LETTER = join(LETTERS, "a-valid.pdf");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

const portalThen = (path = "") => portalAt(browser, site.base + path, at);

/** @typedef {Awaited<ReturnType<typeof portalThen>>} Portal */
const choice = (/** @type {Portal} */ portal) => portal.box.locator("moment-choice");

/** Opens the choice and asks for a day. @param {Portal} portal @param {string} day */
async function ask(portal, day) {
  if (await choice(portal).locator("details[open]").count() === 0) await choice(portal).locator("summary").click();
  await choice(portal).locator("input").fill(day);
  await choice(portal).locator("button").first().click();
}

test("a_document_is_judged_as_of_another_day_and_again_as_of_now", async () => {
  for (const [path, band, sentence, back] of [
    ["", "PUTUSAN UNTUK SAAT LAIN: 1 Juni 2026 pukul 23.59.59 WITA. Ini bukan putusan hari ini.", "Hanya bukti yang sudah ada saat itu yang dipakai. Daftar penerbit yang diterapkan adalah daftar hari ini.", "Kembali ke sekarang"],
    ["en/", "VERDICT FOR ANOTHER MOMENT: 1 June 2026 at 23:59:59 GMT+8. This is not today's verdict.", "Only evidence that existed then was used. The list of issuers applied is today's.", "Back to now"],
  ]) {
    const portal = await portalThen(path);
    await choose(portal, LETTER);
    assert.deepEqual([(await verdictOf(portal.cards.first())).wouldBe, await portal.box.locator(".moment-band").count()], ["asli", 0]);
    const before = site.log.length;
    const told = portal.page.evaluate(() => new Promise((resolve) => addEventListener("periksa-verdict", (event) => resolve(/** @type {CustomEvent} */ (event).detail.moment), { once: true })));
    await ask(portal, "2026-06-01");
    assert.equal(await told, Date.parse("2026-06-01T15:59:59Z") / 1000, "the page around it is told whose moment it is");
    // 23:59:59 WITA; the lists of the demo came later.
    await portal.box.locator("verdict-card[data-moment='2026-06-01T15:59:59Z']").waitFor();
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "belum-pasti");
    assert.equal(await portal.box.locator("[data-reason=evidence-after-moment]").count(), 1, "what was left aside is counted");
    assert.equal(await portal.cards.count(), 1, "in the same place");
    const said = await portal.box.locator(".moment-band").innerText();
    assert.ok(said.startsWith(band) && said.endsWith(sentence), said);
    assert.ok((await portal.box.locator("[role=status]").innerText()).startsWith(band), "it is told first");
    await portal.box.locator("h2:focus").waitFor();
    assert.equal(await choice(portal).locator("input").inputValue(), "2026-06-01");
    await screenshot(portal.page, "phone-another-moment" + path.replace("/", ""));
    await portal.box.getByRole("button", { name: back }).click();
    await portal.box.locator("verdict-card:not([data-moment])").waitFor();
    assert.deepEqual([(await verdictOf(portal.cards.first())).wouldBe, await portal.box.locator(".moment-band").count()], ["asli", 0]);
    assert.equal(site.log.length, before, "nothing is asked of the network");
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  }
});

test("today_means_now_and_days_that_cannot_be_asked_for_are_said", async () => {
  const portal = await portalThen();
  await choose(portal, LETTER);
  assert.equal(await choice(portal).locator("input").inputValue(), "2026-11-23");
  for (const day of ["2026-11-24", "9999-12-31", "1969-12-31", ""]) {
    await ask(portal, day);
    const answer = "Pilih tanggal dari 1970 sampai hari ini, 23 November 2026 pukul 16.00.00 WITA.";
    await choice(portal).locator(".answer", { hasText: answer }).waitFor();
    assert.ok((await portal.box.locator("[role=status]").innerText()).startsWith(answer), day);
    assert.equal(await choice(portal).locator("input:focus").count(), 1, day);
    assert.equal(await portal.box.locator(".moment-band").count(), 0, day);
  }
  const card = await portal.cards.first().elementHandle();
  await ask(portal, "2026-11-23");
  await card?.waitForElementState("hidden");
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
  assert.equal(await portal.box.locator(".moment-band").count(), 0);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  await portal.context.close();
});

test("only_the_moment_asked_for_last_is_shown", async () => {
  const portal = await portalThen();
  await choose(portal, LETTER);
  await (await insideBox(portal)).evaluate(() => {
    const choice = /** @type {any} */ (document.querySelector("moment-choice"));
    for (const day of ["2026-05-01", "2026-06-01", "2026-07-01"]) choice.dispatchEvent(new CustomEvent("moment-given", { bubbles: true, detail: { seconds: Date.parse(day + "T15:59:59Z") / 1000 } }));
  });
  await portal.box.locator("verdict-card[data-moment='2026-07-01T15:59:59Z']").waitFor();
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
  await portal.page.waitForTimeout(500);
  assert.deepEqual(await portal.cards.evaluateAll((cards) => cards.map((card) => card.getAttribute("data-moment"))), ["2026-07-01T15:59:59Z"]);
  await portal.context.close();
});

test("the_choice_works_with_the_keyboard_and_its_targets_are_large", async () => {
  const portal = await portalThen();
  await choose(portal, LETTER);
  await choice(portal).locator("summary").focus();
  await portal.page.keyboard.press("Enter");
  for (const target of await choice(portal).locator("input, button").all()) {
    const box = await target.boundingBox();
    assert.ok(box !== null && box.height >= 44, JSON.stringify(box));
  }
  assert.equal(await portal.box.getByLabel("Lihat putusan pada tanggal").count(), 1);
  await choice(portal).locator("input").fill("2026-06-01");
  await choice(portal).locator("input").press("Enter");
  await portal.box.locator("verdict-card[data-moment]").waitFor();
  assert.equal(await (await insideBox(portal)).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await portal.context.close();
});
