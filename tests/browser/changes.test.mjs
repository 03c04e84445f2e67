// What came after a signature, as the reader sees it: on the card at once, in the details revision by revision, always by word and
// shape; and the version that was signed, or the intact copy, judged again before it can be saved.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { LETTERS, choose, heard, launch, openPortal, portalAt, screenshot, serveSite, verdictOf, withConclude } from "./support.mjs";

const { at } = await expectations();
const CHANGED = join(LETTERS, "later-page-change.pdf");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** A portal at the moment the table of letters speaks of. */
const portalThen = (/** @type {string} */ base, options = {}) => portalAt(browser, base, at, options);

/** The end of the first signature's bytes: what its ByteRange says. @param {Buffer} file */
function signedLength(file) {
  const [, start, length] = /\/ByteRange\s*\[\s*0\s+\d+\s+(\d+)\s+(\d+)/.exec(file.toString("latin1")) ?? [];
  return Number(start) + Number(length);
}

/** An engine that tells of changes and of a signed version of `length` bytes. Of the signed version itself it says what is so. @param {any[]} changes @param {string} length @param {string} [verdict] */
const changed = (changes, length, verdict = "berubah") => withConclude(`
  const signature = report.signatures[0];
  if (bytes.length > ${length}) {
    const changes = ${JSON.stringify(changes)};
    signature.signed_revision = { revision: 1, of: 3, length: ${length} };
    signature.later_changes = { level: changes[0].level, permitted: changes.every((one) => one.permitted) ? "yes" : "no", changes, more: 7 };
    report.would_be = signature.would_be = ${JSON.stringify(verdict)};
  } else {
    signature.signed_revision = { revision: 1, of: 1, length: bytes.length };
    signature.later_changes = { level: "none", permitted: "yes", changes: [] };
    report.would_be = signature.would_be = "asli";
  }
`);

/** @param {string} key @param {string} level @param {boolean} permitted @param {number} revision @param {number | null} page @param {Record<string, unknown>} [more] */
const change = (key, level, permitted, revision, page, more = {}) =>
  ({ key, level, permitted, revision, path: "Root/Pages/Kids[" + ((page ?? 1) - 1) + "]/Contents", object: "12 0", replaces: "5 0 (1)", page, field: null, ...more });

const MANY = [
  change("page-changed", "other", false, 2, 3),
  ...[1, 2, 3, 4, 5].map((number) => change("annotation-added", "annotation", false, 2, 2, { subtype: "Stamp", path: "Root/Pages/Kids[1]/Annots[" + number + "]", rectangle: "72 500 200 540" })),
  change("field-filled", "form-filling", true, 3, 1, { field: "Keterangan.\u202eSangat.Panjang.Sekali.Nama.Kolom.Ini.Sampai.Melewati.Lebar.Layar.Ponsel" }),
  change("validation-data-added", "validation-data", true, 3, null, { replaces: null }),
];

const lines = async (/** @type {import("playwright-core").Locator} */ list) => (await list.allInnerTexts()).map((text) => text.replace(/\s+/g, " ").trim());

test("the_card_says_at_once_what_changed_and_whether_it_is_allowed", async () => {
  const stub = await serveSite(changed(MANY, String(signedLength(await readFile(CHANGED)))));
  for (const [name, options] of /** @type {const} */ ([["phone", {}], ["narrow", { viewport: { width: 320, height: 640 } }], ["dark", { colorScheme: "dark" }], ["forced-colours", { forcedColors: "active" }]])) {
    const portal = await portalThen(stub.base, options);
    await choose(portal, CHANGED);
    const card = portal.cards.first();
    const shown = card.locator(".differences .changes > li");
    assert.deepEqual(await lines(shown), [
      "Halaman 3 diubah – tidak diizinkan",
      "5 anotasi ditambahkan di halaman 2: cap – tidak diizinkan",
      "1 kolom formulir diisi di halaman 1: Keterangan.⟨U+202E⟩Sangat.Panjang.Sekali.Nama.Kolom.Ini.Sampai.Melewati.Lebar.Layar.Ponsel – diizinkan",
    ]);
    assert.deepEqual(await shown.evaluateAll((items) => items.map((item) => item.querySelector("svg")?.dataset.shape)), ["octagon-cross", "octagon-cross", "circle-check"]);
    const order = (await card.innerText()).replace(/\s+/g, " ");
    assert.ok(order.indexOf("Yang sebaiknya Anda lakukan") < order.indexOf("Yang berubah setelah ditandatangani"), "after the verdict");
    assert.match(order, /Versi yang ditandatangani dapat diambil di rincian/);
    await screenshot(portal.page, name + "-changes-card");
    for (const summary of await portal.box.locator("summary").all()) await summary.click();
    await portal.box.locator(".later-changes .evidence").first().waitFor();
    await screenshot(portal.page, name + "-changes-details");
    const found = await portal.page.frames()[1].evaluate(() => ({
      sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      small: [...document.querySelectorAll("button, summary")].filter((target) => { const { width, height } = target.getBoundingClientRect(); return width > 0 && (width < 24 || height < 24); }).length,
      levels: [...document.querySelectorAll("verdict-card :is(h2,h3,h4,h5)")].map((heading) => Number(heading.tagName[1])),
    }));
    assert.equal(found.sideways, 0, name);
    assert.equal(found.small, 0, name);
    assert.ok(found.levels.every((level, index) => index === 0 || level <= found.levels[index - 1] + 1), "no level of headings is skipped: " + found.levels);
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  }
  stub.close();
});

test("the_details_list_every_change_by_revision_with_its_place_in_the_file", async () => {
  const stub = await serveSite(changed(MANY, String(signedLength(await readFile(CHANGED)))));
  const portal = await portalThen(stub.base + "en/");
  await choose(portal, CHANGED);
  const details = portal.box.locator("signature-report details.signature");
  await details.locator("> summary").click();
  const section = details.locator(".later-changes");
  assert.deepEqual(await section.locator("h5").allInnerTexts(), ["Version 2", "Version 3"]);
  const said = (await lines(section.locator(".changes > li > div > span")));
  assert.deepEqual(said.map((text) => text.split(":")[0]), ["Page 3", "5 annotations were added on page 2", "1 form field was filled in on page 1", "Data for checking certificates was added"]);
  assert.deepEqual(await lines(section.locator(".changes > li > div > strong")), ["not allowed", "not allowed", "allowed", "allowed"]);
  assert.equal((await lines(section.locator(".evidence > li")))[0], "Root/Pages/Kids[2]/Contents, object 12 0, replaces 5 0 (1)");
  await section.locator("summary", { hasText: "Places in the file: 5" }).click();
  assert.match((await lines(section.locator("details .evidence > li")))[4], /Annots\[5\], object 12 0, replaces 5 0 \(1\), at 72 500 200 540/);
  assert.match(await section.innerText(), /Further changes not listed here: 7/);
  assert.match(await details.locator(".facts").first().innerText(), /version 1 of 3, the first \d+ of \d+ bytes/);
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
  stub.close();
});

test("additions_that_are_allowed_are_on_the_card_too_and_routine_ones_only_in_the_details", async () => {
  for (const [changes, verdict, expected] of /** @type {[any[], string, string[]][]} */ ([
    [[change("annotation-added", "annotation", true, 2, 1, { subtype: "Text" })], "asli-ditambah", ["1 anotasi ditambahkan di halaman 1: catatan – diizinkan"]],
    [[change("signature-added", "form-filling", true, 2, 1, { field: "Signature2" }), change("validation-data-added", "validation-data", true, 3, null)], "asli", []],
  ])) {
    const stub = await serveSite(changed(changes, String(signedLength(await readFile(CHANGED))), verdict));
    const portal = await portalThen(stub.base);
    await choose(portal, CHANGED);
    assert.deepEqual(await lines(portal.cards.first().locator(".differences .changes > li")), expected);
    assert.equal(await portal.box.locator(".later-changes .changes > li").count(), changes.length);
    const said = await portal.box.locator("[role=status]").innerText();
    assert.equal(said.includes("1 anotasi ditambahkan di halaman 1: catatan (diizinkan)"), verdict === "asli-ditambah", said);
    await portal.context.close();
    stub.close();
  }
});

test("a_time_stamp_over_the_document_is_listed_but_is_nobodys_signature", async () => {
  const stub = await serveSite(withConclude(`
    const stamp = { ...report.signatures[0], id: "sig-2", field: "Stempel", kind: "document-time-stamp", signer: null };
    report.signatures.push(stamp);
  `));
  const portal = await portalThen(stub.base);
  await choose(portal, join(LETTERS, "a-valid.pdf"));
  assert.equal(await portal.cards.first().locator(".signers > li").count(), 1);
  assert.equal(await portal.cards.first().locator(".number").count(), 0, "one signature needs no number");
  const summaries = await portal.box.locator("details.signature > summary").allInnerTexts();
  assert.match(summaries[0], /^Tanda tangan 1: /);
  assert.match(summaries[1], /^Stempel waktu dokumen 1: CN=Periksa Contoh Penanda Waktu/);
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
  stub.close();
});

/** Opens the details, has the copy judged again by keyboard, and gives what is said. @param {Awaited<ReturnType<typeof openPortal>>} portal @param {string} kind */
async function checkCopy(portal, kind) {
  for (const summary of await portal.box.locator("details.signature > summary").all()) await summary.click();
  const copy = portal.box.locator("verified-copy[data-kind=" + kind + "]").first();
  await copy.locator("button").focus();
  await portal.page.keyboard.press("Enter");
  await copy.locator(".outcome, .warning").first().waitFor({ timeout: 60_000 });
  return copy;
}

test("the_signed_version_is_judged_again_and_saved_byte_by_byte", async () => {
  const file = await readFile(CHANGED);
  const length = signedLength(file);
  const stub = await serveSite(changed(MANY, String(length)));
  const portal = await portalThen(stub.base);
  await choose(portal, CHANGED);
  const heard = stub.log.length;
  const copy = await checkCopy(portal, "signed-version");
  assert.match(await copy.innerText(), /Tanda tangan cocok dengan isi salinan ini[\s\S]*Asli dan utuh/);
  assert.equal(await copy.locator(".outcome").getAttribute("data-would-be"), "asli");
  await portal.box.locator("button.save-copy:focus").waitFor();
  assert.match(await portal.box.locator("[role=status]").innerText(), /Tanda tangan cocok/, "the answer is announced");
  await screenshot(portal.page, "phone-signed-version");
  const download = portal.page.waitForEvent("download");
  await portal.page.keyboard.press("Enter");
  assert.equal((await download).suggestedFilename(), "later-page-change-versi-ditandatangani.pdf");
  assert.deepEqual(await readFile(await (await download).path()), file.subarray(0, length));
  assert.equal(stub.log.length, heard, "nothing was asked of the server");
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
  stub.close();
});

test("a_version_that_is_not_what_was_signed_is_not_offered", async () => {
  const stub = await serveSite(changed(MANY, String(signedLength(await readFile(CHANGED)) - 2)));
  const portal = await portalThen(stub.base);
  await choose(portal, CHANGED);
  const copy = await checkCopy(portal, "signed-version");
  assert.match(await copy.innerText(), /tidak dapat dipastikan, jadi tidak ditawarkan/);
  assert.equal(await copy.locator("button").count(), 0);
  await copy.locator(".warning:focus").waitFor();
  await portal.context.close();
  stub.close();
});

test("an_intact_copy_inside_a_damaged_file_is_judged_again_and_saved", async () => {
  const file = await readFile(join(LETTERS, "a-valid.pdf"));
  const portal = await portalThen(site.base);
  await choose(portal, { name: "unggahan.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("<br>\r\n"), file]) });
  assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
  const copy = await checkCopy(portal, "intact-copy");
  assert.equal(await copy.locator(".outcome").getAttribute("data-would-be"), "asli");
  await screenshot(portal.page, "phone-intact-copy");
  const download = portal.page.waitForEvent("download");
  await copy.locator("button.save-copy").click();
  assert.equal((await download).suggestedFilename(), "unggahan-salinan-utuh.pdf");
  assert.deepEqual(await readFile(await (await download).path()), file);
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("a_page_changed_after_signing_is_named_and_the_signed_letter_can_be_had", async () => {
  const file = await readFile(CHANGED);
  const portal = await portalThen(site.base);
  await choose(portal, CHANGED);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "berubah");
  assert.ok((await lines(portal.cards.first().locator(".differences .changes > li"))).includes("Halaman 1 diubah – tidak diizinkan"));
  const copy = await checkCopy(portal, "signed-version");
  assert.equal(await copy.locator(".outcome").getAttribute("data-would-be"), "asli");
  const download = portal.page.waitForEvent("download");
  await copy.locator("button.save-copy").click();
  assert.deepEqual(await readFile(await (await download).path()), file.subarray(0, signedLength(file)));
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("further_signatures_are_in_the_details_and_alarm_nobody", async () => {
  const portal = await portalThen(site.base);
  await choose(portal, join(LETTERS, "four-signatures-two-chains.pdf"));
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli-saat-itu");
  assert.equal(await portal.cards.first().locator(".differences").count(), 0);
  assert.equal(await portal.box.locator("verified-copy").count(), 3, "every signature but the last");
  for (const summary of await portal.box.locator("details.signature > summary").all()) await summary.click();
  assert.match(await portal.box.locator("details.signature").nth(1).innerText(), /versi 3 dari 5[\s\S]*Versi 4[\s\S]*1 tanda tangan lain ditambahkan/);
  assert.match(await portal.box.locator("details.signature").nth(3).innerText(), /Tidak ada yang berubah setelah tanda tangan ini/);
  await portal.context.close();
});
