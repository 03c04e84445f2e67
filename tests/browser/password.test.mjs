// Encrypted letters: one with an empty user password is checked like any other; for others the card asks for the password,
// checks the same document again inside the frame, and says so when the password is wrong. The password leaves the frame in
// no message and no request.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { ROOT, choose, heard, launch, listening, portalAt, ready, screenshot, serveSite, verdictOf } from "./support.mjs";

const ENCRYPTED = join(ROOT, "tests/fixtures/encrypted");
const LETTER = join(ENCRYPTED, "aes-256-password.pdf");
const { at } = await expectations();

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** A portal at the moment the letters speak of, which writes down what the frame tells the page. */
const portalThen = (path = "") => portalAt(browser, site.base + path, at, {}, listening);

/** Types a password and waits for another card. @param {Awaited<ReturnType<typeof portalThen>>} portal @param {string} password @param {boolean} byKey */
async function give(portal, password, byKey) {
  const old = await portal.cards.first().elementHandle();
  const field = portal.box.locator("password-prompt input");
  await field.fill(password);
  if (byKey) await field.press("Enter");
  else await portal.box.locator("password-prompt .open").click();
  await old?.waitForElementState("hidden");
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
}

test("an_empty_user_password_needs_no_prompt", async () => {
  const portal = await portalThen();
  for (const file of ["rc4-40.pdf", "rc4-128.pdf", "aes-128.pdf", "aes-256.pdf", "aes-256-object-streams.pdf"]) {
    await choose(portal, join(ENCRYPTED, file));
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli", file);
    assert.equal(await portal.box.locator("password-prompt").count(), 0, file);
  }
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("the_card_asks_for_a_password_and_checks_the_letter_again", async () => {
  for (const [path, question, wrong] of [["", "Kata sandi berkas", "Kata sandi itu tidak membuka berkas."], ["en/", "Password of the file", "That password does not open the file."]]) {
    const portal = await portalThen(path);
    await choose(portal, LETTER);
    assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
    const field = portal.box.getByLabel(question);
    assert.equal(await field.getAttribute("type"), "password");
    assert.equal(await field.getAttribute("autocomplete"), "off");
    const show = portal.box.locator("password-prompt [aria-pressed]");
    await show.click();
    assert.deepEqual([await field.getAttribute("type"), await show.getAttribute("aria-pressed")], ["text", "true"]);
    await show.click();
    assert.equal(await field.getAttribute("type"), "password");
    await screenshot(portal.page, "phone-password" + path.replace("/", ""));
    // Nothing typed is no try.
    await portal.box.locator("password-prompt .open").click();
    assert.equal(await portal.box.locator("password-prompt .wrong").count(), 0);

    await give(portal, "bukan-ini", true);
    assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
    assert.ok((await portal.box.locator("password-prompt .wrong").innerText()).startsWith(wrong));
    assert.ok(await portal.box.getByLabel(question).evaluate((input) => document.activeElement === input), "the field has the focus again");
    assert.equal(await portal.box.getByLabel(question).inputValue(), "");

    await give(portal, "rahasia", false);
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
    assert.equal(await portal.cards.count(), 1);
    assert.equal(await portal.box.locator("password-prompt").count(), 0);

    const told = await heard(portal);
    assert.match(told, /"type":"verdict"/);
    assert.doesNotMatch(told, /rahasia|bukan-ini/);
    assert.match(await portal.box.locator("lock-state .count").innerText(), /: 0$/);
    assert.ok(!site.log.some((line) => /rahasia|bukan-ini/.test(line)));
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  }
});

test("each_of_several_locked_letters_has_a_password_of_its_own", async () => {
  const portal = await portalThen();
  await choose(portal, [LETTER, join(ENCRYPTED, "aes-128-latin-password.pdf")], 2);
  const second = portal.cards.nth(1);
  await second.locator("password-prompt input").fill("kafé");
  await second.locator("password-prompt .open").click();
  await portal.box.locator("li:nth-child(2) verdict-card[data-would-be=asli]").waitFor();
  assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
  assert.equal(await portal.cards.count(), 2);
  assert.equal(await portal.box.locator("password-prompt").count(), 1);
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});
