// CMS on the page: content inside, content beside, content to be chosen. A signature and its file make one card; a wrong file is
// never green and can be put right; what is saved is, byte for byte, what was signed. The box stays sealed all the while.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { LETTERS, PHONE, ROOT, choose, insideBox, launch, openPortal, portalAt, ready, screenshot, serveSite, verdictOf, withConclude } from "./support.mjs";

const { at } = await expectations();
const CMS = join(ROOT, "tests/fixtures/cms");
const read = (/** @type {string} */ name) => readFile(join(CMS, name));
const [content, detached, enveloping] = await Promise.all(["pengumuman.txt", "pengumuman.txt.p7s", "pengumuman.txt.p7m"].map(read));
const file = (/** @type {string} */ name, /** @type {Buffer} */ buffer) => ({ name, mimeType: "", buffer });
const CONTENT = file("pengumuman.txt", content);
const SIGNATURE = file("pengumuman.txt.p7s", detached);
const OTHER = file("lain.txt", Buffer.from("Bukan isi yang ditandatangani.\n"));

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** A portal at the moment the demo lists are good for. */
const portalThen = (base = site.base) => portalAt(browser, base, at);

/** @typedef {Awaited<ReturnType<typeof portalThen>>} Portal */
const headings = async (/** @type {Portal} */ portal) => (await portal.cards.locator("h2").allInnerTexts()).map((heading) => heading.replace(/ · .*$/, ""));
const prompt = (/** @type {Portal} */ portal) => portal.box.locator("content-prompt");

/** Ends a test: nothing was complained about, nothing is wider than the phone, and no request was made since the file was opened. @param {Portal} portal */
async function leave(portal) {
  assert.deepEqual(portal.complaints, []);
  assert.equal(await (await insideBox(portal)).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  assert.match(await portal.box.locator("lock-state .count").innerText(), /: 0$/);
  await portal.context.close();
}

/** Chooses a file in the prompt of a card and waits until another card stands there. @param {Portal} portal @param {Parameters<import("playwright-core").Locator["setInputFiles"]>[0]} chosen */
async function complete(portal, chosen) {
  const old = await portal.cards.first().elementHandle();
  await prompt(portal).locator("input").setInputFiles(chosen);
  await old?.waitForElementState("hidden");
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
}

/** @param {Portal} portal */
async function save(portal) {
  const download = portal.page.waitForEvent("download");
  await portal.box.locator("button.save-content").click();
  return { name: (await download).suggestedFilename(), bytes: await readFile(await (await download).path()) };
}

test("content_inside_is_judged_and_saved_as_it_was_signed", async () => {
  for (const [name, saved] of [["pengumuman.txt.p7m", "pengumuman.txt"], ["terima.p7m", "terima.bin"], ["berdua.txt.p7m", "berdua.txt"]]) {
    const portal = await portalThen();
    await choose(portal, join(CMS, name));
    assert.deepEqual(await verdictOf(portal.cards.first()), { key: "uji", wouldBe: "asli", headline: "Sertifikat uji, bukan tanda tangan resmi" }, name);
    assert.equal(await portal.box.locator(".signers > li").count(), name.startsWith("berdua") ? 2 : 1);
    assert.equal(await prompt(portal).count(), 0);
    const got = await save(portal);
    assert.equal(got.name, saved);
    assert.deepEqual(got.bytes, content);
    for (const summary of await portal.box.locator("signature-report > details > summary").all()) await summary.click();
    const details = await portal.box.locator("signature-report").innerText();
    assert.ok(details.includes(name === "terima.p7m" ? "CMS biner (BER)" : "CMS biner (DER)"));
    assert.ok(!details.includes("Perubahan setelah tanda tangan ini"), "only a PDF can grow");
    await screenshot(portal.page, "phone-cms-" + name.replace(/\.p7m$/, ""));
    await leave(portal);
  }
});

test("one_changed_byte_inside_is_changed_and_nothing_can_be_saved", async () => {
  const portal = await portalThen();
  const place = enveloping.indexOf("Isinya");
  await choose(portal, file("pengumuman.txt.p7m", Buffer.from(enveloping.map((byte, index) => index === place ? byte ^ 1 : byte))));
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "berubah");
  assert.equal(await portal.box.locator("signed-content, content-prompt").count(), 0);
  await leave(portal);
});

test("a_signature_and_its_file_chosen_together_make_one_card", async () => {
  for (const order of [[CONTENT, SIGNATURE], [SIGNATURE, CONTENT]]) {
    const portal = await portalThen();
    await choose(portal, order);
    assert.deepEqual(await headings(portal), ["Hasil untuk pengumuman.txt dengan tanda tangan pengumuman.txt.p7s"]);
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
    assert.equal(await portal.box.locator("content-prompt, signed-content").count(), 0);
    await screenshot(portal.page, "phone-cms-pair");
    await leave(portal);
  }
});

test("the_content_decides_what_is_a_signature_and_names_decide_whose", async () => {
  const portal = await portalThen();
  // Of two files one is a signature, whatever it is called; the other is what it is over.
  await choose(portal, [file("tanda.dat", detached), file("isi.p7s", content)]);
  assert.deepEqual(await headings(portal), ["Hasil untuk isi.p7s dengan tanda tangan tanda.dat"]);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  // Of three, the name tells; the file without a signature is judged alone.
  await choose(portal, [OTHER, SIGNATURE, CONTENT], 2);
  assert.deepEqual(await headings(portal), ["Hasil untuk lain.txt", "Hasil untuk pengumuman.txt dengan tanda tangan pengumuman.txt.p7s"]);
  assert.deepEqual([(await verdictOf(portal.cards.nth(0))).key, (await verdictOf(portal.cards.nth(1))).wouldBe], ["tanpa", "asli"]);
  // No name fits: nothing is guessed.
  await choose(portal, [OTHER, file("entah.p7s", detached), CONTENT], 3);
  assert.deepEqual(await headings(portal), ["Hasil untuk lain.txt", "Hasil untuk entah.p7s", "Hasil untuk pengumuman.txt"]);
  assert.equal((await verdictOf(portal.cards.nth(1))).wouldBe, "belum-pasti");
  // Two signatures over one file are two answers; two signatures alone are no pair.
  await choose(portal, [SIGNATURE, CONTENT, file("pengumuman.txt.sig", detached)], 2);
  assert.deepEqual(await headings(portal), ["p7s", "sig"].map((ending) => "Hasil untuk pengumuman.txt dengan tanda tangan pengumuman.txt." + ending));
  await choose(portal, [SIGNATURE, file("lagi.p7s", detached)], 2);
  assert.deepEqual(await headings(portal), ["Hasil untuk pengumuman.txt.p7s", "Hasil untuk lagi.p7s"]);
  // A signature with its content inside is no detached one.
  await choose(portal, [file("pengumuman.txt.p7m", enveloping), CONTENT], 2);
  assert.deepEqual(await headings(portal), ["Hasil untuk pengumuman.txt.p7m", "Hasil untuk pengumuman.txt"]);
  await leave(portal);
});

test("a_signature_alone_asks_for_its_file_and_judges_in_the_same_place", async () => {
  for (const [path, choice] of [["", "Pilih berkas yang ditandatangani"], ["en/", "Choose the file that was signed"]]) {
    const portal = await portalThen(site.base + path);
    await choose(portal, [join(LETTERS, "no-signature.pdf"), join(LETTERS, "a-valid.pdf"), join(CMS, "pengumuman.txt.p7s")], 3);
    const card = portal.cards.nth(2);
    assert.equal((await verdictOf(card)).wouldBe, "belum-pasti");
    assert.equal(await card.locator("[data-reason=content-missing]").count(), 1);
    assert.equal(await portal.box.getByLabel(choice).count(), 1);
    if (path === "") await screenshot(portal.page, "phone-cms-content-missing");
    await portal.box.getByLabel(choice).setInputFiles(CONTENT);
    await portal.box.locator("li:nth-child(3) verdict-card[data-would-be=asli]").waitFor();
    assert.match((await headings(portal))[2], /pengumuman\.txt (dengan tanda tangan|with the signature) pengumuman\.txt\.p7s/);
    assert.equal(await portal.cards.count(), 3);
    assert.equal(await prompt(portal).count(), 0);
    await portal.box.locator("li:nth-child(3) h2:focus").waitFor();
    await leave(portal);
  }
});

test("a_wrong_file_is_never_green_and_can_be_replaced", async () => {
  const portal = await portalThen();
  await choose(portal, [OTHER, SIGNATURE]);
  assert.deepEqual(await headings(portal), ["Hasil untuk lain.txt dengan tanda tangan pengumuman.txt.p7s"]);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "berubah");
  assert.match(await prompt(portal).innerText(), /Pilih berkas lain/);
  const card = await portal.cards.first().innerText();
  const order = ["Bila bukan pasangan, putusan ini tidak berlaku untuk lain.txt", "Artinya"].map((piece) => card.indexOf(piece));
  assert.ok(order[0] >= 0 && order[0] < order[1], "a guess is said to be one, before the verdict");
  await screenshot(portal.page, "phone-cms-wrong-pair");
  await complete(portal, file("ubah.txt", Buffer.concat([content, Buffer.from(" ")])));
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "berubah");
  assert.equal(await portal.box.locator("[data-note=pair-guessed]").count(), 0, "this file was chosen, not guessed");
  await complete(portal, CONTENT);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  assert.equal(await prompt(portal).count(), 0);
  await leave(portal);
});

test("a_changed_file_of_the_right_name_is_changed_and_no_guess", async () => {
  const portal = await portalThen();
  await choose(portal, [SIGNATURE, file("pengumuman.txt", Buffer.from(content.toString().replace("dua", "tiga")))]);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "berubah");
  assert.equal(await portal.box.locator("[data-note=pair-guessed]").count(), 0);
  assert.equal(await prompt(portal).count(), 1);
  await leave(portal);
});

test("a_file_dropped_on_the_prompt_is_taken_and_one_dropped_beside_it_starts_anew", async () => {
  const portal = await portalThen();
  const frame = await insideBox(portal);
  const drop = (/** @type {string} */ target) => frame.evaluate(([selector, text]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "pengumuman.txt"));
    document.querySelector(selector)?.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  }, [target, content.toString()]);
  await choose(portal, SIGNATURE);
  await drop("content-prompt");
  await portal.box.locator("verdict-card[data-would-be=asli]").waitFor();
  await choose(portal, SIGNATURE);
  await drop("h2");
  await portal.box.locator("verdict-card[data-verdict=tanpa]").waitFor();
  assert.deepEqual(await headings(portal), ["Hasil untuk pengumuman.txt"]);
  await leave(portal);
});

test("a_verdict_that_is_not_about_both_files_is_not_shown", async () => {
  for (const body of ["delete report.document.signature_sha256;", "report.document.size += 1;", "delete report.document.signature_sha256; report.verdict = 'tanpa'; report.signatures = [];"]) {
    const doctored = await serveSite(withConclude(body));
    const portal = await portalThen(doctored.base);
    await choose(portal, [CONTENT, SIGNATURE]);
    assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti", body);
    assert.equal(await portal.cards.first().locator("[data-reason=engine-stopped]").count(), 1);
    await portal.context.close();
    doctored.close();
  }
});

test("content_that_is_not_what_the_report_names_is_not_saved", async () => {
  for (const body of ["report.document.content.sha256 = 'a'.repeat(64);", "report.document.content.size += 1;"]) {
    const doctored = await serveSite(withConclude(body));
    const portal = await portalThen(doctored.base);
    await choose(portal, file("pengumuman.txt.p7m", enveloping));
    await portal.box.locator("button.save-content").click();
    await portal.box.locator("signed-content .answer", { hasText: "tidak sama dengan yang diperiksa" }).waitFor();
    assert.equal(await portal.box.locator("button.save-content").count(), 0);
    await leave(portal);
    doctored.close();
  }
});

test("where_a_browser_keeps_digests_back_the_engine_says_again_what_is_inside", async () => {
  const portal = await openPortal(browser, "about:blank", { viewport: PHONE });
  await portal.page.addInitScript((moment) => { Date.now = () => moment; Object.defineProperty(globalThis, "crypto", { value: {} }); }, Date.parse(at));
  await portal.page.goto(site.base);
  await ready(portal);
  await choose(portal, file("pengumuman.txt.p7m", enveloping));
  assert.equal(await (await insideBox(portal)).evaluate(() => typeof crypto.subtle), "undefined");
  assert.deepEqual(await save(portal), { name: "pengumuman.txt", bytes: content });
  await leave(portal);
});

test("the_prompt_works_with_the_keyboard_and_its_target_is_large", async () => {
  const portal = await portalThen();
  await choose(portal, SIGNATURE);
  const chooser = portal.page.waitForEvent("filechooser");
  const input = prompt(portal).locator("input");
  await input.focus();
  const box = await input.boundingBox();
  assert.ok(box !== null && box.height >= 44 && box.width >= 200, JSON.stringify(box));
  await portal.page.keyboard.press("Enter");
  await (await chooser).setFiles(CONTENT);
  await portal.box.locator("verdict-card[data-would-be=asli]").waitFor();
  await leave(portal);
});

test("names_of_saved_content_are_made_visible_and_no_ending_is_guessed", async () => {
  const portal = await portalThen();
  for (const [name, saved] of [["halaman.html.p7m", "halaman.html"], ["isi", "isi.bin"], ["a\u202Etxt.p7m", /^a⟨U\+202E⟩txt\.bin$/], ["x".repeat(200) + ".pdf.p7m", "x".repeat(100) + ".pdf"]]) {
    await choose(portal, file(String(name), enveloping));
    const got = (await save(portal)).name;
    if (typeof saved === "string") assert.equal(got, saved);
    else assert.match(got, /** @type {RegExp} */ (saved));
  }
  await leave(portal);
});

test("what_the_signer_claims_is_said_to_be_a_claim", async () => {
  const doctored = await serveSite(withConclude(`Object.assign(report.signatures[0], {
    claims: { signature_policy: "2.999.1", commitment_type: "1.2.840.113549.1.9.16.6.5", signer_attributes: true, content_description: "Surat \\u202Ekeputusan", mime_type: "text/html" },
    claimed_time: "2026-02-03T01:00:00Z", claimed_time_skew: -7265,
    time_stamp: { gen_time: "2026-02-03T03:01:05Z", accuracy: 1, tsa: "CN=TSA", anchor: "demo-root", path: [] },
    countersignatures: [{ subject: "CN=Saksi", certificate_sha256: "ab".repeat(32), outcome: "passed" }, { subject: null, certificate_sha256: null, outcome: "failed" }] });`));
  const portal = await portalThen(doctored.base);
  await choose(portal, file("pengumuman.txt.p7m", enveloping));
  await portal.box.locator("signature-report > details.signature > summary").click();
  const details = (await portal.box.locator("details.signature").innerText()).replace(/\s+/g, " ");
  for (const piece of ["Waktu itu dibandingkan dengan waktu terbukti lebih awal 2 jam 1 menit", "± 1 detik", "Ini bukan bukti.", "menyetujui isinya", "Jabatan atau peran yang disebut ada",
    "Surat ⟨U+202E⟩keputusan", "text/html", "Ini bukan tanda tangan atas dokumen. Penanda tangannya tidak diperiksa.", "CN=Saksi cocok, penanda tangannya tidak diperiksa", "tidak terbaca tidak cocok"]) {
    assert.ok(details.includes(piece), piece + "\n" + details);
  }
  await screenshot(portal.page, "phone-cms-claims");
  await leave(portal);
  doctored.close();
});
