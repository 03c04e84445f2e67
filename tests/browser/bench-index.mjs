// A long revocation list in Chromium, published as an index and as it is: what travels, how long the page takes to be ready, and
// how long one certificate takes to be judged. Started by `bench-index`, which has built both sites.
//
//     node bench-index.mjs FOLDER MOMENT
//
// FOLDER holds the sites `index` and `list`, and long.crl, head.json, shards.bin. Prints two tables.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { argv } from "node:process";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const [folder, at] = argv.slice(2);
/** Each is measured by turns; the fastest counts. */
const ROUNDS = 3;
const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(2) + " MB";
// At the highest level Brotli takes a minute for a list of this length, and wins 2 %.
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

console.log("\n| what travels | raw | gzip | Brotli |\n|:--|--:|--:|--:|");
for (const name of ["long.crl", "shards.bin", "head.json"]) {
  const bytes = await readFile(join(folder, name));
  console.log(`| ${name} | ${[bytes.length, gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes, QUALITY).length].map(megabytes).join(" | ")} |`);
}

/** @type {Record<string, Record<string, number>>} */ const best = {};
for (let round = 0; round < ROUNDS; round += 1) {
  for (const name of ["index", "list"]) {
    process.env.PERIKSA_SITE = join(folder, name);
    const { ROOT, choose, insideBox, launch, portalAt, serveSite } = await import("./support.mjs?" + name);
    const [browser, site] = [await launch(), await serveSite()];
    const started = performance.now();
    const portal = await portalAt(browser, site.base, at);
    const load = performance.now() - started;
    await portal.page.evaluate(() => addEventListener("periksa-verdict", (event) => { /** @type {any} */ (globalThis).report = /** @type {CustomEvent} */ (event).detail.report; }));
    const inside = await insideBox(portal);
    await inside.evaluate(() => {
      const { Engine } = /** @type {any} */ (globalThis).Periksa;
      const real = Engine.prototype.examine;
      Engine.prototype.examine = async function (/** @type {any[]} */ ...given) {
        const begun = performance.now();
        try { return await real.apply(this, given); } finally { /** @type {any} */ (globalThis).taken = performance.now() - begun; }
      };
    });
    const certificate = async (/** @type {string} */ of) => (await Promise.all([of, "ca"].map((one) => readFile(join(ROOT, "trust/demo/certificates", one + ".pem"))))).join("");
    const judge = async (/** @type {string} */ of, /** @type {string} */ status) => {
      const begun = performance.now();
      await choose(portal, { name: of + ".pem", mimeType: "application/octet-stream", buffer: Buffer.from(await certificate(of)) });
      const whole = performance.now() - begun;
      const found = await portal.page.evaluate(() => /** @type {any} */ (globalThis).report.certificates[0].revocation.status);
      if (found !== status) throw new Error(`${name}: ${of} is ${found}: not what was to be measured`);
      return [await inside.evaluate(() => /** @type {any} */ (globalThis).taken), whole];
    };
    const [first] = await judge("individual-p256", "good");
    const [again] = await judge("individual-p256", "good");
    const [, named] = await judge("individual", "revoked");
    const now = { load, first, again, named };
    const known = best[name] ??= now;
    for (const key of /** @type {(keyof typeof now)[]} */ (Object.keys(now))) known[key] = Math.min(known[key], now[key]);
    await browser.close();
    site.close();
  }
}
console.log("\n| in Chromium, on this machine | as an index | as the list | ratio |\n|:--|--:|--:|--:|");
for (const [key, words] of [
  ["load", "page opened until the box is ready"], ["first", "a certificate that is not listed: from file to report, first"],
  ["again", "the same once more"], ["named", "a certificate that is listed, until the card is shown (the list is fetched first)"],
]) {
  const [one, other] = [best.index[key], best.list[key]];
  console.log(`| ${words} | ${one.toFixed(1)} ms | ${other.toFixed(1)} ms | ${(one / other).toFixed(3)} |`);
}
