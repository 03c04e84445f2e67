// E-mail, certificates and revocation lists on the page: what the report says of them stands on the card, in words, and what a
// file claims is told as a claim. The reports are made by hand: here the question is only what the page makes of one.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PHONE, ROOT, choose, insideBox, launch, openPortal, ready, screenshot, serveSite, verdictOf, withConclude } from "./support.mjs";

const LETTER = { name: "surat.eml", mimeType: "message/rfc822", buffer: await readFile(join(ROOT, "tests/fixtures/cms/pengumuman.txt.p7m")) };

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** A portal whose engine adds `more` to what it says, shown with one file. @param {Record<string, unknown>} more @param {string} [path] */
async function shown({ document = {}, ...more }, path = "") {
  const engine = withConclude(`Object.assign(report.document, ${JSON.stringify(document)}); Object.assign(report, ${JSON.stringify(more)});`);
  const verdict = `{ key: "data-sertifikat", shape: "dashed", tone: "neutral", headline: "Data sertifikat", meaning: "Ini bukan tanda tangan.", action: "Bandingkan.", articles: [] }`;
  const site = await serveSite({
    // The table of words has this verdict once the engine gives it.
    change: (file, bytes) => file.startsWith("words/") ? Buffer.concat([bytes, Buffer.from(`if (!Periksa.table.verdict.some((row) => row.key === "data-sertifikat")) Periksa.table.verdict.push(${verdict});`)]) : engine.change(file, bytes),
  });
  const portal = await ready(await openPortal(browser, site.base + path, { viewport: PHONE }));
  await choose(portal, LETTER);
  for (const details of await portal.cards.locator("details").all()) await details.evaluate((one) => { /** @type {HTMLDetailsElement} */ (one).open = true; });
  return { ...portal, site };
}

/** @param {Awaited<ReturnType<typeof shown>>} portal */
async function leave(portal) {
  assert.deepEqual(portal.complaints, []);
  assert.equal(await (await insideBox(portal)).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await portal.context.close();
  portal.site.close();
}

const text = async (/** @type {import("playwright-core").Locator} */ at) => (await at.innerText()).replace(/\s+/g, " ");
/** @param {string} whole @param {string[]} pieces */
const holds = (whole, pieces) => { for (const piece of pieces) assert.ok(whole.includes(piece), piece + "\n" + whole); };

const MAIL = {
  form: "multipart-signed", from: [{ name: "bupati@paser.example", address: "penipu@jauh.example" }], subject: "Undangan \u202Eresmi", date: "2026-02-03T01:00:00Z",
  outside_parts: 0, address: "matches", content_form: "canonical",
};

test("an_e_mail_says_who_wrote_and_what_the_signature_does_not_protect", async () => {
  const portal = await shown({ document: { kind: "email", mail: MAIL } });
  const header = await text(portal.box.locator("mail-header"));
  holds(header, ["Pengirim yang tertulis penipu@jauh.example (nama yang tertulis: bupati@paser.example)", "sama dengan alamat di sertifikat",
    "Perihal (tidak dilindungi tanda tangan) Undangan ⟨U+202E⟩resmi", "Tanggal surel (tidak dilindungi tanda tangan) 3 Februari 2026"]);
  assert.equal(await portal.box.locator("mail-header .warning").count(), 0);
  const card = await text(portal.cards.first());
  assert.ok(card.indexOf("Pengirim yang tertulis") < card.indexOf("Artinya"), "before the verdict");
  holds(card, ["isi dan tanda tangan terpisah (multipart/signed)", "dengan akhir baris yang diseragamkan"]);
  await screenshot(portal.page, "phone-mail");
  await leave(portal);
});

test("an_e_mail_from_another_address_than_the_certificates_is_warned_of", async () => {
  for (const [address, outside, warnings] of /** @type {const} */ ([
    ["differs", 2, [/dari alamat lain daripada alamat di sertifikat/, /Bagian surel di luar tanda tangan: 2/]],
    ["not-in-certificate", 0, [/tidak membuktikan pengirim yang tertulis/]],
    // A word this page does not know is no match.
    ["surely", 0, [/tidak membuktikan pengirim yang tertulis/]],
  ])) {
    const portal = await shown({ document: { kind: "email", mail: { ...MAIL, address, outside_parts: outside, from: [...MAIL.from, { name: null, address: "kedua@jauh.example" }] } } });
    const found = await portal.box.locator("mail-header .warning").allInnerTexts();
    assert.equal(found.length, warnings.length, address);
    warnings.forEach((warning, index) => assert.match(found[index], warning));
    holds(await text(portal.box.locator("mail-header")), ["kedua@jauh.example"]);
    if (address === "differs") await screenshot(portal.page, "phone-mail-differs");
    await leave(portal);
  }
});

const CERTIFICATE = {
  sha256: "0f".repeat(32), subject: "CN=Contoh Penanda Tangan,O=Pemerintah Kabupaten Contoh,C=ID", common_name: "Contoh Penanda Tangan", organization: "Pemerintah Kabupaten Contoh", country: "ID",
  serial_number: "1f8a04", issuer: "CN=Contoh CA", kind: { value: "individual", article: "4(a)", basis: "policy 2.999.19.2021.4.1" }, key: { algorithm: "RSA", bits: 2048 }, signature_algorithm: "sha256WithRSAEncryption",
  not_before: "2025-01-01T00:00:00Z", not_after: "2040-01-01T00:00:00Z", validity: "valid", remaining_days: 4786, key_usage: ["digitalSignature", "nonRepudiation"], extended_key_usage: [],
  policies: ["2.999.19.2021.4.1"], email_addresses: ["contoh@paser.invalid"], crl_addresses: ["http://crl.invalid/ca.crl"], ocsp_addresses: [],
  path: { anchor: "demo-root", certificates: [{ subject: "CN=Contoh CA", sha256: "aa".repeat(32), not_before: "2020-01-01T00:00:00Z", not_after: "2046-01-01T00:00:00Z", role: "ca" }], attempts: [] },
  revocation: { certificate: "0f".repeat(32), status: "good", source: "published", this_update: "2026-11-01T00:00:00Z", next_update: "2040-01-01T00:00:00Z", reason: null, date: null, number: "12" },
  is_registered: null, self_signed: false, reasons: [],
};
const EXPIRED = {
  ...CERTIFICATE, common_name: null, subject: "CN=<img src=x>\u202E", organization: null, kind: { value: "undetermined", article: null, basis: null }, validity: "expired", remaining_days: null, not_after: "2026-01-01T00:00:00Z",
  revocation: null, path: { anchor: null, certificates: [], attempts: [{ certificates: [], anchor: null, why: "not-found: CN=Contoh CA" }] }, self_signed: true, reasons: [{ key: "path-not-found", issuer: "CN=Contoh CA" }],
};
const certificates = (/** @type {unknown[]} */ list) => ({ document: { kind: "certificate", content: undefined }, verdict: "data-sertifikat", would_be: undefined, reasons: [], notes: [], signatures: [], certificates: list });

test("a_certificate_is_data_and_no_verdict_on_a_letter", async () => {
  const portal = await shown(certificates([CERTIFICATE, EXPIRED]));
  assert.equal((await verdictOf(portal.cards.first())).key, "data-sertifikat");
  assert.equal(await portal.box.locator(".comparison, .signers, signed-content, img, certificate-card a").count(), 0);
  const [first, second] = await Promise.all([0, 1].map((index) => text(portal.box.locator("certificate-card").nth(index))));
  holds(first, ["Contoh Penanda Tangan", "Jenis sertifikat perseorangan (Pasal 4 huruf a)", "Instansi Pemerintah Kabupaten Contoh", "Penerbit CN=Contoh CA", "masih berlaku, sisa 4786 hari berlaku 1 Januari 2025",
    "tidak dicabut", "sampai ke sertifikat induk terdaftar demo-root", "RSA, 2048", "digitalSignature", "http://crl.invalid/ca.crl", "Tertanggal 1 November 2026", "Dasar penentuan jenis policy 2.999.19.2021.4.1"]);
  holds(second, ["CN=<img src=x>⟨U+202E⟩", "tidak dapat ditentukan", "tidak tertulis di sertifikat", "sudah berakhir", "Tidak ada data pencabutan", "Tidak ada rantai ke penerbit yang terdaftar", "ditandatangani dengan kuncinya sendiri", "penerbitnya tidak ditemukan (not-found: CN=Contoh CA)"]);
  assert.ok(!second.includes("sisa"));
  const card = await text(portal.cards.first());
  assert.ok(card.indexOf("Ini bukan tanda tangan.") < card.indexOf("Contoh Penanda Tangan"), "what it is comes before whose it is");
  await screenshot(portal.page, "phone-certificate");
  await leave(portal);
});

test("a_certificate_that_says_less_than_expected_is_still_drawn", async () => {
  const portal = await shown(certificates([{ subject: "CN=Sedikit", validity: "not-yet-valid", kind: null }]), "en/");
  holds(await text(portal.box.locator("certificate-card")), ["CN=Sedikit", "Kind of certificate cannot be determined", "not yet valid", "No chain leads to a listed issuer."]);
  await leave(portal);
});

const CRL = {
  issuer: "CN=Contoh CA", this_update: "2026-11-01T00:00:00Z", next_update: "2026-11-08T00:00:00Z", number: "12", entries: 3, reasons: { superseded: 1, keyCompromise: 2 }, signature: "verified", freshness: "ended",
  newer_than_published: "older", published: { this_update: "2026-11-20T00:00:00Z", number: "14" }, deviations: ["crl-number-critical"], size: 1234,
};

test("a_revocation_list_says_how_it_stands_to_the_published_one", async () => {
  const list = (/** @type {Record<string, unknown>} */ more) => ({ ...certificates([]), document: { kind: "crl", content: undefined }, certificates: undefined, crl: { ...CRL, ...more } });
  const portal = await shown(list({}));
  const card = await text(portal.box.locator("crl-card"));
  holds(card, ["Penerbit CN=Contoh CA", "cocok dengan penerbit yang terdaftar", "sudah lewat", "Terbit 1 November 2026", "Sertifikat yang dicabut 3", "lebih lama (daftar portal tertanggal 20 November 2026",
    "kunci privat bocor atau diduga bocor: 2 sertifikat sudah diganti: 1", "crl-number-critical", "1,2 kB"]);
  await screenshot(portal.page, "phone-crl");
  await leave(portal);
  const unknown = await shown(list({ signature: "issuer-unknown", freshness: "current", newer_than_published: "none-published", published: null, next_update: null, reasons: {}, deviations: [] }));
  holds(await text(unknown.box.locator("crl-card")), ["penerbit tidak terdaftar di portal ini", "masih berlaku", "Berlaku sampai tidak disebut", "portal ini belum menerbitkan daftar dari penerbit ini"]);
  assert.equal(await unknown.box.locator("crl-card h4").count(), 0);
  await leave(unknown);
});
