// Evidence that a visitor adds: where a result lacks a certificate or a revocation list, its card takes them for that document
// alone, says what was taken, and judges again in the same place. Nothing is trusted for being added, and nothing leaves the frame.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { snapshot } from "./publication.mjs";
import { LETTERS, ROOT, choose, heard, insideBox, launch, listening, portalAt, ready, screenshot, serveSite, verdictOf, withConclude } from "./support.mjs";

const { at } = await expectations();
const DEMO = join(ROOT, "trust/demo");
const AGREEMENT = join(ROOT, "tests/fixtures/agreement");
const WITHOUT_CA = [join(AGREEMENT, "content.txt"), join(AGREEMENT, "files/rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-no-ca.p7s")];
const CA = join(DEMO, "certificates/ca.pem");
const LISTS = ["ca", "root"].map((name) => join(DEMO, "crl", name + ".crl"));
const LETTER = join(LETTERS, "a-valid.pdf");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** A portal at the moment the demo lists are good for, which writes down what the frame tells the page. */
const portalThen = (base = site.base) => portalAt(browser, base, at, {}, listening);

/** @typedef {Awaited<ReturnType<typeof portalThen>>} Portal */
const prompt = (/** @type {Portal} */ portal) => portal.box.locator("data-prompt");
const added = async (/** @type {Portal} */ portal) => (await portal.box.locator(".added li").allInnerTexts()).map((line) => line.replace(/\s+/g, " "));

/** Gives files to the prompt and waits until another card stands there. @param {Portal} portal @param {Parameters<import("playwright-core").Locator["setInputFiles"]>[0]} files */
async function add(portal, files) {
  const old = await portal.cards.first().elementHandle();
  await prompt(portal).first().locator("input").setInputFiles(files);
  await old?.waitForElementState("hidden");
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
}

/** @param {Portal} portal */
async function leave(portal) {
  assert.deepEqual(portal.complaints, []);
  assert.equal(await (await insideBox(portal)).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  assert.match(await portal.box.locator("lock-state .count").innerText(), /: 0$/);
  await portal.context.close();
}

test("a_missing_ca_certificate_is_asked_for_and_completes_the_chain_in_the_same_place", async () => {
  for (const [path, question, refused, used] of [
    ["", "Tambahkan sertifikat atau daftar pencabutan", "catatan.txt: tidak dipakai. Isinya bukan sertifikat, daftar pencabutan, atau jawaban OCSP.", "ca.pem: ikut dinilai, sebagai petunjuk saja."],
    ["en/", "Add certificates or revocation lists", "catatan.txt: not used. It is no certificate, revocation list or OCSP answer.", "ca.pem: considered, as a hint only."],
  ]) {
    const portal = await portalThen(site.base + path);
    await choose(portal, WITHOUT_CA);
    assert.deepEqual([(await verdictOf(portal.cards.first())).key, await portal.cards.first().locator("[data-reason=path-not-found]").count()], ["belum-pasti", 1]);
    assert.equal(await portal.box.getByLabel(question).count(), 1);
    assert.match(await prompt(portal).innerText(), /hanya petunjuk dan tidak dipercaya begitu saja|only a hint and is never trusted by itself/);
    await screenshot(portal.page, "phone-add-data" + path.replace("/", ""));

    await add(portal, [{ name: "catatan.txt", mimeType: "text/plain", buffer: Buffer.from("Bukan sertifikat.\n") }]);
    assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
    assert.deepEqual(await added(portal), [refused]);
    assert.ok((await portal.box.locator("[role=status]").innerText()).includes(refused), "it is told to those who do not see it");
    await portal.box.locator("h2:focus").waitFor();
    assert.equal(await prompt(portal).count(), 1);
    await screenshot(portal.page, "phone-add-data-refused" + path.replace("/", ""));

    await add(portal, CA);
    assert.deepEqual([(await verdictOf(portal.cards.first())).key, (await verdictOf(portal.cards.first())).wouldBe], ["uji", "asli"]);
    assert.deepEqual(await added(portal), [used], "what was none is told once");
    assert.equal(await prompt(portal).count(), 0);
    assert.equal(await portal.cards.count(), 1);
    assert.match(await portal.cards.first().locator("h2").innerText(), /content\.txt .*no-ca\.p7s/);
    await screenshot(portal.page, "phone-add-data-done" + path.replace("/", ""));
    await leave(portal);
  }
});

test("what_was_added_is_for_that_document_only_and_stays_in_the_frame", async () => {
  const portal = await portalThen();
  await choose(portal, WITHOUT_CA);
  await add(portal, CA);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  await choose(portal, WITHOUT_CA);
  assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
  assert.deepEqual(await added(portal), []);
  const told = await heard(portal);
  assert.match(told, /"type":"verdict"/);
  assert.doesNotMatch(told, /ca\.pem|BEGIN CERTIFICATE/);
  assert.ok(!site.log.some((line) => /ca\.pem/.test(line)));
  await leave(portal);
});

test("lists_settle_a_letter_that_the_portal_has_none_for_and_are_said_to_be_added", async () => {
  // A portal that publishes no list.
  const without = snapshot((one) => { one.files = one.files.filter((/** @type {{ path: string }} */ { path }) => !path.endsWith(".crl")); });
  const bare = await serveSite({ change: (path, bytes) => path === "trust/snapshot" ? without : bytes });
  const portal = await portalThen(bare.base);
  await choose(portal, LETTER);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "belum-pasti");
  assert.ok(await portal.cards.first().locator("[data-reason=revocation-no-data]").count() > 0);
  await add(portal, LISTS);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  assert.deepEqual((await added(portal)).length, 2);
  await portal.box.locator("signature-report > details.signature > summary").click();
  assert.match(await portal.box.locator("signature-report [data-status=good]").first().innerText(), /tidak dicabut\s+daftar pencabutan, ditambahkan oleh Anda\s+Tertanggal/);
  await leave(portal);
  bare.close();
});

test("a_stranger_is_not_trusted_for_being_added_and_a_private_key_is_refused", async () => {
  const portal = await portalThen();
  await choose(portal, join(LETTERS, "a-unknown-issuer.pdf"));
  await add(portal, [CA, join(DEMO, "certificates/root.pem"), join(DEMO, "keys/ca.pem")]);
  assert.equal((await verdictOf(portal.cards.first())).key, "tidak-dikenal");
  assert.deepEqual(await portal.box.locator(".added li").evaluateAll((items) => items.map((item) => item.getAttribute("data-became"))), ["used", "used", "private-key"]);
  assert.equal(await prompt(portal).count(), 1);
  await leave(portal);
});

test("the_prompt_works_with_the_keyboard_and_by_dropping_and_its_target_is_large", async () => {
  const portal = await portalThen();
  await choose(portal, WITHOUT_CA);
  const input = prompt(portal).locator("input");
  const chooser = portal.page.waitForEvent("filechooser");
  await input.focus();
  const box = await input.boundingBox();
  assert.ok(box !== null && box.height >= 44 && box.width >= 200, JSON.stringify(box));
  await portal.page.keyboard.press("Enter");
  assert.equal((await chooser).isMultiple(), true);
  await (await chooser).setFiles([CA]);
  await portal.box.locator("verdict-card[data-would-be=asli]").waitFor();
  await choose(portal, WITHOUT_CA);
  await (await insideBox(portal)).evaluate((pem) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([pem], "jatuh.pem"));
    document.querySelector("data-prompt")?.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, (await readFile(CA)).toString());
  await portal.box.locator("verdict-card[data-would-be=asli]").waitFor();
  assert.deepEqual(await added(portal), ["jatuh.pem: ikut dinilai, sebagai petunjuk saja."]);
  await leave(portal);
});

test("the_details_say_why_when_and_by_which_list_and_what_it_means", async () => {
  const portal = await portalThen();
  await choose(portal, join(LETTERS, "a-revoked-before-signing.pdf"));
  const reason = await portal.cards.first().locator("[data-reason=revoked-before-signing]").innerText();
  for (const piece of ["dicabut pada 1 Maret 2026", "yaitu 10 Maret 2026", "Alasan: kunci privat bocor", "Sumber: daftar pencabutan tertanggal 1 November 2026", "nomor 26723."]) assert.ok(reason.includes(piece), piece + ": " + reason);
  await portal.box.locator("signature-report > details.signature > summary").click();
  const row = portal.box.locator("signature-report [data-status=revoked]");
  for (const piece of ["daftar pencabutan, diterbitkan portal ini", "Dicabut pada 1 Maret 2026", "Nomor daftar 26723", "tidak lebih awal dari pencabutan itu. Tanda tangan ini tidak dapat diandalkan."]) assert.ok((await row.innerText()).includes(piece), piece);
  assert.equal(await row.locator("[data-effect=ends]").count(), 1);
  await screenshot(portal.page, "phone-a-revoked-before-signing-details");
  await choose(portal, join(LETTERS, "a-revoked-after-signing-key-compromise.pdf"));
  assert.match(await portal.cards.first().locator("[data-reason=revoked-later]").innerText(), /terbukti lebih tua/);
  await portal.box.locator("signature-report > details.signature > summary").click();
  assert.match(await portal.box.locator("[data-effect=stands]").innerText(), /Pencabutan itu tidak mengubah putusan\./);
  await screenshot(portal.page, "phone-a-revoked-after-signing-details");
  await choose(portal, join(LETTERS, "a-unknown-issuer.pdf"));
  await portal.box.locator("signature-report > details.signature > summary").click();
  assert.match(await portal.box.locator("signature-report").innerText(), /Rantai yang dicoba\s+penerbitnya tidak ditemukan \(not-found: CN=Contoh Penerbit Tak Terdaftar/);
  await leave(portal);
});

test("what_the_engine_may_say_of_revocation_has_its_words", async () => {
  const doctored = await serveSite(withConclude(`report.reasons = [{ key: "revocation-unusable", issuer: "CN=X", because: "ocsp-responder" }, { key: "invalid-since", invalidity_date: "2026-01-02T00:00:00Z" }];
    report.signatures[0].path.policies = ["2.999.1"];
    report.signatures[0].revocation = [{ certificate: "aa", status: "unknown", because: "stale", method: "ocsp", source: "embedded", this_update: "2026-01-01T00:00:00Z", next_update: null, number: null },
      { certificate: "bb", status: "revoked", method: "crl", source: "added", this_update: "2026-03-01T00:00:00Z", date: "2026-02-01T00:00:00Z", reason: "certificateHold", invalidity_date: "2026-01-02T00:00:00Z", relation: "not-proven", effect: "open" }];`));
  const portal = await portalThen(doctored.base);
  await choose(portal, LETTER);
  assert.match(await portal.cards.first().locator("[data-reason=revocation-unusable]").innerText(), /Sebabnya: yang menjawab tidak terbukti berhak\./);
  assert.match(await portal.cards.first().locator("[data-reason=invalid-since]").innerText(), /sejak 2 Januari 2026/);
  await portal.box.locator("signature-report > details.signature > summary").click();
  const [unknown, suspended] = await portal.box.locator("signature-report [data-status]").allInnerTexts();
  for (const piece of ["tidak diketahui (data itu tidak mencakup waktu yang dinilai)", "jawaban status dari penerbit (OCSP), ada di dalam berkas", "berlaku sampai tidak disebut"]) assert.ok(unknown.includes(piece), unknown);
  for (const piece of ["ditambahkan oleh Anda", "Alasannya: sertifikat ditangguhkan", "Kuncinya tidak dapat diandalkan sejak 2 Januari 2026", "Waktu tanda tangan ini tidak terbukti. Akibatnya belum dapat ditentukan."]) assert.ok(suspended.includes(piece), suspended);
  assert.match(await portal.box.locator("signature-report").innerText(), /Kebijakan sertifikat yang dipenuhi\s+2\.999\.1/);
  await leave(portal);
  doctored.close();
});
