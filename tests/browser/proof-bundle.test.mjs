// Proof bundles: what the sealed frame saves is, byte for byte, what the command line saves, and the command line makes the identical
// report from it again. Nothing leaves the frame but the file that the reader asked for.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations } from "./letters.mjs";
import { LETTERS, ROOT, choose, insideBox, launch, portalAt, screenshot, serveSite, withConclude } from "./support.mjs";

const { at } = await expectations();
const SITE_GEN = join(ROOT, "target/debug/site-gen");
const AGREEMENT = join(ROOT, "tests/fixtures/agreement");
const DEMO = join(ROOT, "trust/demo");
const NO_CA = join(AGREEMENT, "files/rsa-2048-pkcs1-sha256-issuer-serial-default-der-detached-no-ca.p7s");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
/** @type {string} */ let folder;
before(async () => { [browser, site, folder] = [await launch(), await serveSite(), await mkdtemp(join(tmpdir(), "periksa-"))]; });
after(async () => { await browser.close(); site.close(); await rm(folder, { recursive: true }); });

/** Runs `site-gen verify`. @param {...string} options @returns {Promise<{ code: number, stdout: string, stderr: string }>} */
const verify = (...options) => new Promise((done) => execFile(SITE_GEN, ["verify", "--lang", "en", "--trust", join(ROOT, "trust"), ...options], { maxBuffer: 1 << 26 },
  (error, stdout, stderr) => done({ code: Number(error?.code ?? 0), stdout, stderr })));

const portalThen = (base = site.base) => portalAt(browser, base, at);

/** @param {Awaited<ReturnType<typeof portalThen>>} portal @param {string} name */
async function save(portal, name) {
  const download = portal.page.waitForEvent("download");
  await portal.box.getByRole("button", { name: "Simpan paket bukti" }).click();
  const path = join(folder, name);
  const saved = await download;
  await saved.saveAs(path);
  return { path, suggested: saved.suggestedFilename() };
}

test("both_doors_write_the_same_bundle_and_it_is_verified_again", async () => {
  /** @type {[string, string | string[], string[]][]} */ const rows = [
    ["letter", join(LETTERS, "four-signatures-two-chains.pdf"), [join(LETTERS, "four-signatures-two-chains.pdf")]],
    ["detached", [join(AGREEMENT, "content.txt"), NO_CA], [join(AGREEMENT, "content.txt"), "--signature", NO_CA]],
    ["mail", join(ROOT, "tests/fixtures/mail/attachment.eml"), [join(ROOT, "tests/fixtures/mail/attachment.eml")]],
  ];
  for (const [name, files, options] of rows) {
    const portal = await portalThen();
    await choose(portal, files);
    const { path, suggested } = await save(portal, name + ".zip");
    assert.match(suggested, /^periksa-[0-9a-f]{16}\.zip$/);
    const expected = join(folder, name + "-cli.zip");
    const made = await verify("--json", "--at", at, ...options, "--save-bundle", expected);
    assert.ok((await readFile(path)).equals(await readFile(expected)), name + ": the same bytes from both doors");
    const again = await verify("--json", "--bundle", path);
    assert.deepEqual([again.code, again.stdout], [0, made.stdout], again.stderr);
    assert.match(again.stderr, /^Identical report: byte for byte the one in the bundle\.\nThe issuers are those in .*\. Whoever made the bundle chose the revocation lists and the moment\.\n$/);
    assert.deepEqual(portal.complaints, []);
    assert.match(await portal.box.locator("lock-state .count").innerText(), /: 0$/);
    await portal.context.close();
  }
});

test("what_was_added_goes_in_and_a_password_does_not", async () => {
  const portal = await portalThen();
  await choose(portal, [join(AGREEMENT, "content.txt"), NO_CA]);
  await portal.box.locator("data-prompt input").setInputFiles([join(DEMO, "certificates/ca.pem")]);
  await portal.box.locator("verdict-card[data-would-be=asli]").waitFor();
  const added = await save(portal, "added.zip");
  const expected = join(folder, "added-cli.zip");
  await verify("--at", at, join(AGREEMENT, "content.txt"), "--signature", NO_CA, "--add", join(DEMO, "certificates/ca.pem"), "--save-bundle", expected);
  assert.ok((await readFile(added.path)).equals(await readFile(expected)));
  assert.equal((await verify("--bundle", added.path)).code, 0);

  await choose(portal, join(ROOT, "tests/fixtures/encrypted/aes-256-password.pdf"));
  await portal.box.locator("password-prompt input").fill("rahasia");
  await portal.page.keyboard.press("Enter");
  await portal.box.locator("verdict-card:not(:has(password-prompt))").waitFor();
  const locked = await save(portal, "locked.zip");
  assert.ok(!(await readFile(locked.path)).includes("rahasia"));
  assert.equal((await verify("--bundle", locked.path)).code, 1);
  assert.equal((await verify("--bundle", locked.path, "--password", "rahasia")).code, 0);
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("another_report_than_the_one_shown_is_not_packed", async () => {
  // An engine that gives another report each time it is asked.
  const doctored = await serveSite(withConclude("report.notes = [{ key: \"found-by-searching\", at: globalThis.asked = (globalThis.asked ?? 0) + 1 }];"));
  const portal = await portalThen(doctored.base);
  await choose(portal, join(LETTERS, "a-valid.pdf"));
  await portal.box.getByRole("button", { name: "Simpan paket bukti" }).click();
  const refused = "Paket bukti tidak dibuat: berkasnya tidak terbaca lagi, atau laporannya kini lain.";
  await portal.box.locator("proof-bundle .answer", { hasText: refused }).waitFor();
  assert.equal(await portal.box.locator("[role=status]").innerText(), refused);
  await portal.context.close();
  doctored.close();
});

test("the_button_is_large_and_nothing_scrolls_sideways", async () => {
  const portal = await portalThen();
  await choose(portal, join(LETTERS, "a-valid.pdf"));
  const box = await portal.box.locator(".save-bundle").boundingBox();
  assert.ok(box !== null && box.height >= 44, JSON.stringify(box));
  assert.equal(await (await insideBox(portal)).evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
  await screenshot(portal.page, "phone-keep");
  await portal.context.close();
});
