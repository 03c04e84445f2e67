// @ts-check
// A portal whose list is long (60,000 entries): the page loads its index and not the list; a certificate that is not listed is
// cleared without another request; for one that is, the list is fetched once, the count shows it, and the list decides.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
/** At which the list is current (tests/src/long_list.rs). */
const AT = "2026-11-23T08:00:00Z";

/** The project with a long list of the demo CA instead of its own, in a folder of its own. */
function buildSite() {
  const folder = join(ROOT, "target/periksa/index-project");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ["config.toml", "content", "templates", "static", "trust", "tests/fixtures/letters", "tests/fixtures/cms", "tests/fixtures/mail", "target/periksa/wasm"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  for (const name of ["ca.crl", "ca-2024.crl"]) rmSync(join(folder, "trust/demo/crl", name));
  const cargo = (/** @type {string[]} */ ...words) => execFileSync("cargo", ["run", "--quiet", "--locked", "--package", ...words], { cwd: ROOT, stdio: ["ignore", "ignore", "inherit"] });
  cargo("periksa-tests", "--bin", "long-list", "--", "60000", join(folder, "trust/demo/crl/long.crl"), "individual");
  const site = join(ROOT, "target/periksa/index-site");
  cargo("site-gen", "--", "build", "--root", folder, "--output-dir", site, "--at", "2016-01-01T00:00:00Z", "--expires", "2069-01-01T00:00:00Z");
  return site;
}

process.env.PERIKSA_SITE = buildSite();
const { choose, launch, portalAt, serveSite } = await import("./support.mjs");
const SITE = process.env.PERIKSA_SITE;
const listed = JSON.parse(readFileSync(join(SITE, "crl/index.json"), "utf8")).crls;
const long = listed.find((/** @type {any} */ list) => list.index);

/** @type {import("playwright-core").Browser} */ let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** A certificate of the demo PKI with its issuer's. @param {string} name */
const certificate = (name) => ({
  name: name + ".pem", mimeType: "application/octet-stream",
  buffer: Buffer.concat([name, "ca"].map((one) => readFileSync(join(ROOT, "trust/demo/certificates", one + ".pem")))),
});

/** Judges one certificate and gives the first status in the report, where it comes from, and what the server heard meanwhile. @param {Awaited<ReturnType<typeof portalAt>>} portal @param {Awaited<ReturnType<typeof serveSite>>} site @param {string} name */
async function judge(portal, site, name) {
  const before = site.log.length;
  await choose(portal, certificate(name));
  const card = portal.cards.first();
  const download = portal.page.waitForEvent("download");
  await card.getByRole("button", { name: "Simpan laporan (JSON)" }).click();
  const report = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  const { status, source, because } = report.certificates[0].revocation;
  return { status, source, because, wanted: report.wanted_lists, heard: site.log.slice(before).map((line) => line.replace(/.*\/dua\//, "")) };
}

test("an index of a long list stands in crl/index.json and is in the site", () => {
  assert.deepEqual(Object.keys(long.index), ["head", "sha256", "size", "shards"]);
  const head = JSON.parse(readFileSync(join(SITE, long.index.head), "utf8"));
  assert.deepEqual([head.list.sha256, head.entries, head.shards.length], [long.sha256, 60_001, 16]);
  assert.equal(listed.filter((/** @type {any} */ list) => list.index).length, 1, "short lists have none");
});

test("the index is loaded and not the list; who is not listed is cleared without a request, for who is the list is fetched once", async () => {
  const site = await serveSite();
  const portal = await portalAt(browser, site.base, AT);
  const loaded = site.log.filter((line) => line.includes("/crl/" + long.path.split("/")[1]));
  assert.equal(loaded.filter((line) => line.endsWith(".bin")).length, 16);
  assert.equal(loaded.filter((line) => line.endsWith(".crl")).length, 0);

  const free = await judge(portal, site, "individual-p256");
  assert.deepEqual(free, { status: "good", source: "published-index", because: undefined, wanted: undefined, heard: [] });

  const named = await judge(portal, site, "individual");
  assert.deepEqual(named, { status: "revoked", source: "published", because: undefined, wanted: undefined, heard: [long.path] });
  assert.match(await portal.box.locator("lock-state .count").innerText(), /1/);

  // From now on the list is here.
  const again = await judge(portal, site, "individual-p256");
  assert.deepEqual(again, { status: "good", source: "published", because: undefined, wanted: undefined, heard: [] });
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
  site.close();
});

test("a list that cannot be fetched leaves the certificate undecided", async () => {
  const site = await serveSite({ change: (path, bytes) => path === long.path ? null : bytes });
  const portal = await portalAt(browser, site.base, AT);
  const { heard, ...named } = await judge(portal, site, "individual");
  assert.deepEqual(named, { status: "unknown", source: null, because: "revocation-index-hit", wanted: [long.sha256] });
  assert.ok(heard.every((path) => path === long.path), heard.join());
  await portal.context.close();
  site.close();
});

test("shards that cannot be had are asked about in the list, and only when somebody needs them", async () => {
  const site = await serveSite({ change: (path, bytes) => path.endsWith(".bin") ? null : bytes });
  const portal = await portalAt(browser, site.base, AT);
  const free = await judge(portal, site, "individual-p256");
  assert.deepEqual([free.status, free.source, free.heard], ["good", "published", [long.path]]);
  await portal.context.close();
  site.close();
});

test("a list that is not the one of the index does not decide", async () => {
  const site = await serveSite({ change: (path, bytes) => path === long.path ? Buffer.concat([bytes, Buffer.from("\0")]) : bytes });
  const portal = await portalAt(browser, site.base, AT);
  const named = await judge(portal, site, "individual");
  assert.deepEqual([named.status, named.because, named.wanted], ["unknown", "revocation-index-hit", [long.sha256]]);
  await portal.context.close();
  site.close();
});
