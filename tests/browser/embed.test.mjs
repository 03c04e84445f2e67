// The checker in the page of an agency, on another origin, with a policy of the host that allows the portal's frame and nothing else.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LETTERS, PHONE, launch, serveSite } from "./support.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** An agency's page as the guide for agencies tells it: one frame, and a script that listens. */
async function serveHost(sandbox = "") {
  const page = `<!doctype html><html lang="id"><meta charset="utf-8"><title>Dinas Contoh</title><script src="host.js"></script>
<iframe src="${site.base}sematan/" title="Pemeriksa surat" width="100%" height="640"${sandbox}></iframe></html>`;
  const script = `globalThis.heard = [];
addEventListener("message", (event) => {
  const frame = document.querySelector("iframe");
  if (event.origin !== ${JSON.stringify(site.origin)} || event.source !== frame.contentWindow || event.data?.periksa !== 1) return;
  if (event.data.type === "height") frame.height = event.data.height; else heard.push(event.data);
});`;
  const server = createServer((request, response) => {
    const isScript = request.url === "/host.js";
    response.writeHead(200, { "content-type": isScript ? "text/javascript" : "text/html", "content-security-policy": `default-src 'none'; script-src 'self'; frame-src ${site.origin}` }).end(isScript ? script : page);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { address: `http://127.0.0.1:${port}/`, close: () => { server.closeAllConnections(); server.close(); } };
}

/** @param {string} address */
async function openHost(address) {
  const context = await browser.newContext({ viewport: PHONE, locale: "id-ID", timezoneId: "Asia/Makassar" });
  const page = await context.newPage();
  /** @type {string[]} */ const complaints = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  const widget = page.frameLocator("iframe");
  return { context, page, widget, box: widget.frameLocator("periksa-dokumen iframe"), complaints };
}

test("a_host_hears_the_verdict_and_never_the_file_its_name_or_a_signer", async () => {
  const host = await serveHost();
  const { context, page, box, complaints } = await openHost(host.address);
  await box.locator("sealed-box[data-phase=ready]").waitFor();
  const letter = join(LETTERS, "a-valid.pdf");
  await box.locator("file-drop input[type=file]").setInputFiles(letter);
  await box.locator("verdict-card").waitFor();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).heard.some((/** @type {any} */ message) => message.type === "verdict"));
  const heard = await page.evaluate(() => /** @type {any} */ (globalThis).heard);
  assert.deepEqual(heard.map((/** @type {any} */ message) => message.type), ["ready", "start", "verdict"]);
  const { validation_time: at, engine_version: engine, trust_version: trust, ...rest } = heard[2];
  assert.deepEqual(rest, {
    periksa: 1,
    type: "verdict",
    verdict: "uji",
    would_be: "asli",
    document_sha256: createHash("sha256").update(await readFile(letter)).digest("hex"),
    another_moment: false,
    policy: "periksa-1",
    policy_version: 1,
    signatures: 1,
  });
  assert.match(at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.match(engine, /^\d+\.\d+\.\d+$/);
  assert.equal(Number.isInteger(trust), true);
  // The answer does not fit in the height that the frame begins with.
  await page.waitForFunction(() => Number(document.querySelector("iframe")?.height) > 640);
  const fits = page.frames()[1].waitForFunction(() => document.documentElement.scrollHeight <= document.documentElement.clientHeight);
  await assert.doesNotReject(fits, "nothing scrolls in the frame");
  assert.deepEqual(complaints, []);
  await context.close();
  host.close();
});

test("an_embedded_page_hears_nothing_from_its_host", async () => {
  const host = await serveHost();
  const { context, page, box } = await openHost(host.address);
  await box.locator("sealed-box[data-phase=ready]").waitFor();
  await page.evaluate(() => {
    const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector("iframe"));
    for (const type of ["listening", "engine", "verdict", "ready", "connect"]) contentWindow?.postMessage({ periksa: 1, type, wasm: new ArrayBuffer(8), report: { verdict: "asli" } }, "*");
  });
  await box.locator("file-drop input[type=file]").setInputFiles(join(LETTERS, "a-altered.pdf"));
  await page.waitForFunction(() => /** @type {any} */ (globalThis).heard.some((/** @type {any} */ message) => message.type === "verdict"));
  const verdicts = (await page.evaluate(() => /** @type {any} */ (globalThis).heard)).filter((/** @type {any} */ message) => message.type === "verdict");
  assert.deepEqual(verdicts.map((/** @type {any} */ message) => [message.verdict, message.would_be]), [["uji", "berubah"]]);
  await context.close();
  host.close();
});

test("the_embedded_page_leads_to_the_portal_in_a_window_of_its_own", async () => {
  const host = await serveHost(` sandbox="allow-scripts allow-same-origin allow-downloads allow-popups allow-popups-to-escape-sandbox"`);
  const { context, page, widget, box, complaints } = await openHost(host.address);
  await box.locator("sealed-box[data-phase=ready]").waitFor();
  const [portal] = await Promise.all([context.waitForEvent("page"), widget.locator("main > p a").click()]);
  await portal.waitForLoadState();
  assert.equal(portal.url(), site.base);
  assert.equal(await portal.evaluate(() => window.opener), null);
  assert.equal(page.url(), host.address);
  assert.deepEqual(complaints, []);
  await context.close();
  host.close();
});
