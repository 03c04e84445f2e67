// @ts-check
// The two real documents beside the project, dropped on a portal that has the real lists: intact signatures, their anchors
// and proven times, nothing better than "belum-pasti", and what is missing is told. Names of persons are
// neither printed nor compared.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const CORPUS = join(ROOT, "../shared/corpus/bsre");
const skip = existsSync(CORPUS) ? false : "SKIPPED: no corpus of real documents beside the project";
if (skip) console.log(skip);

/** The project with the real lists imported, in a folder of its own. */
function buildSite() {
  const folder = join(ROOT, "target/periksa/corpus-project");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ["config.toml", "content", "templates", "static", "trust", "tests/fixtures/letters", "tests/fixtures/cms", "tests/fixtures/mail", "target/periksa/wasm"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  for (const list of readdirSync(join(CORPUS, "crl"))) cpSync(join(CORPUS, "crl", list), join(folder, "trust/crl", list));
  const site = join(ROOT, "target/periksa/corpus-site");
  execFileSync("cargo", ["run", "--quiet", "--package", "site-gen", "--", "build", "--root", folder, "--output-dir", site], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  return site;
}

if (!skip) process.env.PERIKSA_SITE = buildSite();
const { choose, launch, openPortal, ready, serveSite, verdictOf } = await import("./support.mjs");
const pdf = (/** @type {string} */ prefix) => join(CORPUS, "pdf", readdirSync(join(CORPUS, "pdf")).find((name) => name.startsWith(prefix)) ?? "");

/** @type {import("playwright-core").Browser} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
before(async () => { if (!skip) { browser = await launch(); site = await serveSite(); } });
after(async () => { if (!skip) { await browser.close(); site.close(); } });

/** Opens a document and gives the card, the saved report, and what the network saw. @param {string | { name: string, mimeType: string, buffer: Buffer }} file */
async function drop(file) {
  const portal = await ready(await openPortal(browser, site.base));
  const heard = site.log.length;
  await choose(portal, file);
  const card = portal.cards.first();
  const verdict = await verdictOf(card);
  const download = portal.page.waitForEvent("download");
  await card.getByRole("button", { name: "Simpan laporan (JSON)" }).click();
  const report = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  for (const details of await card.locator("details").all()) await details.evaluate((element) => { /** @type {HTMLDetailsElement} */ (element).open = true; });
  const text = await card.innerText();
  assert.deepEqual(portal.complaints, []);
  assert.equal(site.log.length, heard, "nothing was asked of the server");
  await portal.context.close();
  return { verdict, report, text };
}

const brief = (/** @type {any} */ report) => report.signatures.map((/** @type {any} */ signature) => [
  signature.path.anchor, signature.best_signature_time, signature.time_source,
  ...["message_digest", "signature_value"].map((name) => signature.checks.find((/** @type {any} */ check) => check.name === name).outcome),
]);

test("four intact signatures of two chains, each with its proven time", { skip }, async () => {
  const { verdict, report, text } = await drop(pdf("02-"));
  const intact = ["time-stamp", "passed", "passed"];
  assert.deepEqual(brief(report), [
    ["osd-lu-kelas-2", "2025-01-02T08:36:10Z", ...intact],
    ["osd-lu-kelas-2", "2025-01-03T08:35:54Z", ...intact],
    ["osd-lu-kelas-2", "2025-01-03T08:36:06Z", ...intact],
    ["root-ca-indonesia-ds-g1", "2025-01-03T10:08:18Z", ...intact],
  ]);
  assert.equal(verdict.key, "belum-pasti");
  assert.ok(text.includes("tidak diketahui (tidak ada data pencabutan dari penerbitnya)"), "what is missing is told");
});

test("one intact signature with its own lists", { skip }, async () => {
  const { verdict, report, text } = await drop(pdf("04b-"));
  assert.deepEqual(brief(report), [["root-ca-indonesia-ds-g1", "2026-02-03T01:24:22Z", "time-stamp", "passed", "passed"]]);
  assert.equal(verdict.key, "asli");
  assert.ok(text.includes("Data untuk memeriksa sertifikat ditambahkan"), "what came after the signature is told");
});

test("one flipped byte in either is never green", { skip }, async () => {
  for (const prefix of ["02-", "04b-"]) {
    const buffer = readFileSync(pdf(prefix));
    buffer[400_000] ^= 1;
    const { verdict } = await drop({ name: "bent.pdf", mimeType: "application/pdf", buffer });
    assert.equal(verdict.key, "berubah", prefix);
  }
});

test("the browser's report is the command line's", { skip }, async () => {
  const { report } = await drop(pdf("04b-"));
  // Exit code 0: it is genuine.
  const native = execFileSync("cargo", ["run", "--quiet", "--package", "site-gen", "--", "verify", "--json", "--at", report.validation_time, "--trust", join(ROOT, "target/periksa/corpus-project/trust"), pdf("04b-")], { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  assert.deepEqual(JSON.parse(native), report);
});
