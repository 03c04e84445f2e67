// Real files of every kind that is no PDF, on the page: what the engine says of them is drawn, phone first.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, ROOT, choose, insideBox, launch, openPortal, ready, screenshot, serveSite } from "./support.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

// The demo PKI is published as a test PKI: a good signature of it is "uji", and would be the other verdict.
const FILES = /** @type {const} */ ([
  ["tests/fixtures/mail/openssl-cms-text.eml", "uji", "asli", ["sama dengan alamat di sertifikat"], "phone-real-mail"],
  ["tests/fixtures/mail/saved-as-lf.eml", "uji", "asli", ["dengan akhir baris yang diseragamkan"], null],
  ["tests/fixtures/mail/from-tampered.eml", "uji", "belum-pasti", ["bukan alamat di sertifikat penanda tangan"], "phone-real-mail-from"],
  ["tests/fixtures/mail/body-tampered.eml", "uji", "berubah", [], null],
  ["tests/fixtures/mail/mailing-list.eml", "uji", "belum-pasti", ["bagian yang tidak ditandatangani"], null],
  ["tests/fixtures/mail/unsigned.eml", "tanpa", null, ["Surel ini sendiri tidak ditandatangani"], null],
  ["tests/fixtures/mail/from-twice.eml", "belum-pasti", null, ["tidak terbaca dengan satu arti saja"], null],
  ["trust/demo/certificates/individual.pem", "data-sertifikat", null, ["Contoh Penanda Tangan Satu", "Nomor seri", "Masa berlaku"], "phone-real-certificate"],
  ["tests/fixtures/certificates/chain.p7b", "data-sertifikat", null, ["Contoh Penanda Tangan Satu", "Periksa Contoh CA"], "phone-real-chain"],
  ["trust/demo/crl/ca.crl", "data-sertifikat", null, ["Nomor daftar", "masih berlaku"], "phone-real-list"],
  ["trust/demo/keys/individual.pem", "data-sertifikat", null, ["kunci"], "phone-real-key"],
]);

for (const [path, verdict, wouldBe, pieces, picture] of FILES) {
  test(`${basename(path)}: ${wouldBe ?? verdict}`, async () => {
    const site = await serveSite({});
    const portal = await ready(await openPortal(browser, site.base, { viewport: PHONE }));
    await choose(portal, { name: basename(path), mimeType: "application/octet-stream", buffer: await readFile(join(ROOT, path)) });
    const card = portal.cards.first();
    assert.equal(await card.getAttribute("data-verdict"), verdict);
    assert.equal(await card.getAttribute("data-would-be"), wouldBe);
    for (const details of await card.locator("details").all()) await details.evaluate((one) => { /** @type {HTMLDetailsElement} */ (one).open = true; });
    const text = (await card.innerText()).replace(/\s+/g, " ");
    for (const piece of pieces) assert.ok(text.includes(piece), piece + "\n" + text);
    assert.deepEqual(portal.complaints, []);
    assert.equal(await (await insideBox(portal)).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, "no sideways scroll");
    if (picture !== null) await screenshot(portal.page, picture);
    await portal.context.close();
    site.close();
  });
}
