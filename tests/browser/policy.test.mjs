// The policy beside its results: every card names it, the details say which of its rules made a difference and what the standard
// would say, and the page around the locked box leads to each rule.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { LETTERS, PHONE, choose, clickBesideBox, launch, openPortal, portalAt, screenshot, serveSite } from "./support.mjs";

const { at } = await expectations();

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

const portalThen = (path = "") => portalAt(browser, site.base + path, at, {}, () => {
  addEventListener("periksa-verdict", (event) => { globalThis.reported = /** @type {CustomEvent} */ (event).detail.report; });
});

/** The last report that the page was told. @param {Awaited<ReturnType<typeof openPortal>>} portal */
const reported = (portal) => portal.page.evaluate(() => globalThis.reported);

/** Its chain and the authority of its time-stamp have ended, and it does not name its certificate. */
const RELAXED = join(LETTERS, "a-old-chain-ended.pdf");

test("a_card_names_the_policy_and_what_it_accepts_in_plain_words_first", async () => {
  const portal = await portalThen();
  const card = portal.cards.first();
  await choose(portal, RELAXED);
  assert.equal(await card.locator("p.policy").innerText(), "Dinilai menurut Kebijakan Verifikasi Periksa 1, versi 1.");
  assert.doesNotMatch(await card.innerText(), /EN 319|INDETERMINATE/, "the standard's words are in the folded part");
  await card.locator("details.signature > summary").click();
  const [signature] = (await reported(portal)).signatures;
  const shown = Object.fromEntries(await card.locator("details.signature [data-rule]").evaluateAll((all) => all.map((one) => [one.getAttribute("data-rule"), one.textContent])));
  assert.deepEqual(Object.keys(shown), signature.policy_rules, "each rule of the report, in its order");
  assert.equal(shown["ess-absent-tolerated"], "Tanda tangan bentuk ini boleh tidak menyebut sertifikatnya sendiri.");
  assert.equal(shown["time-stamp-authority-window"], "Otoritas stempel waktunya sudah berakhir, tetapi daftar kepercayaan mencatat bahwa saat itu ia berlaku.");
  for (const [rule, sentence] of Object.entries(shown)) assert.match(sentence, /^[A-Z].* .*\.$/, rule + " has words");
  assert.equal(signature.indication_strict, "INDETERMINATE");
  const details = await card.locator("details.signature").innerText();
  assert.ok(details.includes("Standar EN 319 102-1 tanpa kelonggaran menilai: INDETERMINATE/" + signature.sub_indication_strict + "."), details);
  await screenshot(portal.page, "phone-relaxed");
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("the_page_around_the_box_leads_to_each_verdict_given_and_each_rule_that_made_a_difference", async () => {
  for (const [path, name] of [["", "Kebijakan Verifikasi Periksa 1, versi 1"], ["en/", "Periksa Verification Policy 1, version 1"]]) {
    const portal = await portalThen(path);
    const shown = portal.page.locator("policy-rules li[data-rule]:visible a");
    const verdicts = portal.page.locator("policy-rules li[data-verdict]:visible a");
    const hrefs = (/** @type {import("playwright-core").Locator} */ links) => links.evaluateAll((all) => all.map((one) => /** @type {HTMLAnchorElement} */ (one).href).sort());
    const pagesOf = (/** @type {string[]} */ keys) => [...new Set(keys)].map((key) => site.base + path + "putusan/" + key + "/").sort();
    assert.equal(await portal.page.locator("policy-rules > p a").innerText(), name);
    await choose(portal, join(LETTERS, "no-signature.pdf"));
    await verdicts.first().waitFor();
    assert.deepEqual(await hrefs(verdicts), pagesOf(["tanpa"]));
    assert.equal(await shown.count(), 0, "no rule made a difference");
    await choose(portal, RELAXED);
    await shown.nth(1).waitFor();
    const addresses = await shown.evaluateAll((all) => all.map((one) => /** @type {HTMLAnchorElement} */ (one).href));
    const report = await reported(portal);
    const { policy_rules: rules } = report.signatures[0];
    assert.deepEqual(await hrefs(verdicts), pagesOf([report.verdict]));
    assert.deepEqual([...addresses].sort(), rules.map((/** @type {string} */ rule) => site.base + path + "kebijakan/#" + rule).sort());
    const [opened] = await Promise.all([portal.context.waitForEvent("page"), clickBesideBox(shown.first())]);
    await opened.waitForLoadState();
    assert.equal(await opened.locator("section:target h3").count(), 1);
    assert.equal(await opened.evaluate(() => window.opener), null);
    assert.equal(await portal.cards.count(), 1, "the result stays where it is");
    // As for another day: no new file, another verdict. What led to the one before is gone.
    await portal.page.evaluate(() => document.getElementById("periksa")?.dispatchEvent(new CustomEvent("periksa-verdict", { detail: { report: { verdict: "dicabut" }, moment: 0 } })));
    assert.deepEqual(await hrefs(verdicts), pagesOf(["dicabut"]));
    assert.equal(await shown.count(), 0, "no rule of the result before");
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  }
});

const pages = ["kebijakan/", "putusan/", "putusan/asli/", "putusan/indeterminate-chain-constraints-failure/", "istilah/", "daftar-kepercayaan/"];

test("the_pages_of_policy_verdicts_and_trust_fit_a_narrow_screen_and_ask_for_no_script", async () => {
  for (const width of [320, 360]) {
    for (const path of pages.flatMap((page) => [page, "en/" + page])) {
      const context = await browser.newContext({ viewport: { width, height: 740 } });
      const page = await context.newPage();
      await page.goto(site.base + path);
      for (const summary of await page.locator("summary").all()) await summary.click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, path);
      assert.equal(await page.locator("script").count(), 0, path);
      if (width === PHONE.width) await screenshot(page, "phone-" + path.replaceAll("/", "-") + "page");
      await context.close();
    }
  }
});
