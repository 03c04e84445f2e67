// The report for paper: one page that needs nothing else, in which every string of the file is text, and which looks like notes on a
// check, never like a certificate.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { expectations } from "./letters.mjs";
import { LETTERS, PHONE, SCREENSHOTS, choose, launch, portalAt, serveSite, withConclude } from "./support.mjs";

const { at } = await expectations();
const LETTER = join(LETTERS, "a-valid.pdf");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
before(async () => { [browser, site] = [await launch(), await serveSite()]; await mkdir(SCREENSHOTS, { recursive: true }); });
after(async () => { await browser.close(); site.close(); });

/** Saves the report on a document, opens it as a file, and gives its text and what it complained about. @param {string} base @param {Parameters<import("playwright-core").Locator["setInputFiles"]>[0]} file @param {string} button @param {string} name */
async function printed(base, file, button, name) {
  const portal = await portalAt(browser, base, at);
  await choose(portal, file);
  const saving = portal.page.waitForEvent("download");
  await portal.box.getByRole("button", { name: button }).click();
  const download = await saving;
  assert.match(download.suggestedFilename(), /^periksa-[0-9a-f]{16}\.html$/);
  const path = join(SCREENSHOTS, name + ".html");
  await download.saveAs(path);
  assert.deepEqual(portal.complaints, []);
  assert.match(await portal.box.locator("lock-state .count").innerText(), /: 0$/);
  await portal.context.close();

  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  /** @type {string[]} */ const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("request", (request) => { if (request.url() !== pathToFileURL(path).href) complaints.push(request.url()); });
  await page.goto(pathToFileURL(path).href);
  await page.screenshot({ path: join(SCREENSHOTS, name + "-phone.png"), fullPage: true });
  const pdf = await page.pdf({ path: join(SCREENSHOTS, name + ".pdf"), preferCSSPageSize: true });
  const facts = await page.evaluate(() => ({
    text: document.body.innerText.replace(/[\s ]+/g, " "), language: document.documentElement.lang,
    styled: getComputedStyle(document.querySelector("table") ?? document.body).borderCollapse, alive: document.querySelectorAll("script, button, a, img, svg, iframe, link, form, [onclick]").length,
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  }));
  await context.close();
  return { ...facts, complaints, pdf, html: await readFile(path, "utf8") };
}

test("the_report_says_what_was_checked_and_is_no_certificate", async () => {
  const { text, html, pdf, ...page } = await printed(site.base, LETTER, "Simpan laporan untuk dicetak", "printed");
  assert.deepEqual(page, { language: "id", styled: "collapse", alive: 0, sideways: 0, complaints: [] });
  const digest = createHash("sha256").update(await readFile(LETTER)).digest("hex");
  for (const piece of ["Laporan pemeriksaan dokumen", "Laporan ini bukan surat keterangan keaslian dokumen. Siapa pun dapat membuat halaman serupa, karena itu periksa ulang berkasnya.",
    "a-valid.pdf", digest, "Sertifikat uji, bukan tanda tangan resmi", "Bentuk tandanya di layar: labu percobaan.", "Dalam contoh ini hasilnya: Asli dan utuh",
    "Laporan ini tidak menilai kebenaran isi surat", "2026-11-23T08:00:00Z", site.base, "site-gen verify --at 2026-11-23T08:00:00Z berkas"]) assert.ok(text.includes(piece), piece + ": " + text);
  // Who and when before any verdict; the test band before everything.
  const headings = [...html.matchAll(/<h2>([^<]*)<\/h2>/g)].map((found) => found[1]);
  assert.deepEqual(headings, ["Berkas yang diperiksa", "Penanda tangan", "Putusan", "Yang diperiksa", "Arti laporan ini", "Dasar pemeriksaan", "Periksa ulang"]);
  assert.match(html, /^<!DOCTYPE html>\n<html lang="id"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'">/);
  assert.match(html, /<body><p class="band">/);
  assert.doesNotMatch(html, /green|<svg|<img/);
  // ISO 216: A4 is 595 by 842 points.
  assert.match(pdf.toString("latin1"), /\/MediaBox \[0 0 59[45][.\d]* 84[12][.\d]*\]/);
});

test("the_english_page_gives_an_english_report", async () => {
  const { text, language } = await printed(site.base + "en/", LETTER, "Save the report for printing", "printed-en");
  assert.equal(language, "en");
  for (const piece of ["This report is no certificate of authenticity.", "Test certificate, not an official signature", "Open " + site.base + "en/ and choose the file."]) assert.ok(text.includes(piece), piece + ": " + text);
  assert.doesNotMatch(text, /Laporan|berkasnya|putusan/);
});

test("strings_of_the_file_are_text_in_the_report", async () => {
  const evil = "</title></style><script>alert(1)</script><img src=https://jahat.example/x>\u202e";
  const doctored = await serveSite(withConclude("report.signatures[0].signer.common_name = " + JSON.stringify(evil) + "; report.signatures[0].signer.organization = \"A & B\" + \"<b>\".repeat(100); report.reasons = [{ key: \"path-not-found\", issuer: " + JSON.stringify(evil) + " }];"));
  const file = { name: "<script>alert(2)</script>\u202e.pdf", mimeType: "application/pdf", buffer: await readFile(LETTER) };
  const { text, html, alive, complaints } = await printed(doctored.base, file, "Simpan laporan untuk dicetak", "printed-hostile");
  assert.deepEqual({ alive, complaints }, { alive: 0, complaints: [] });
  for (const piece of ["</title></style><script>alert(1)</script>", "<script>alert(2)</script>⟨U+202E⟩.pdf", "A & B<b><b>"]) assert.ok(text.includes(piece), piece);
  assert.ok(!html.includes("<script") && !html.includes("\u202e"));
  doctored.close();
});
