// What every browser test needs: a server for the built site that writes down each request, a second server that must never
// hear anything, the browser, and the few gestures of a reader. PERIKSA_SITE names the folder of the built site.
import { createServer } from "node:http";
import { mkdir, readFile, stat } from "node:fs/promises";
import { createSocket } from "node:dgram";
import { dirname, extname, join, normalize, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const SITE = resolve(process.env.PERIKSA_SITE ?? join(ROOT, "dist"));
export const SCREENSHOTS = join(ROOT, "target/periksa/screenshots");
export const LETTERS = join(ROOT, "tests/fixtures/letters");
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

const TYPES = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm", ".pdf": "application/pdf", ".crl": "application/pkix-crl" };

/** @param {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, log: string[]) => void} answer */
async function listen(answer) {
  /** @type {string[]} */ const log = [];
  const server = createServer((request, response) => { log.push(request.method + " " + request.url); answer(request, response, log); });
  let connections = 0;
  server.on("connection", () => { connections += 1; });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { log, connections: () => connections, origin: "http://127.0.0.1:" + address.port, close: () => { server.closeAllConnections(); server.close(); } };
}

/**
 * The site below a sub-path, without any header a plain static host would not send.
 * @param {{ path?: string, change?: (path: string, bytes: Buffer) => Buffer | null }} [options] `change` alters a file on its way, null is 404
 */
export async function serveSite({ path = "/satu/dua/", change = (_, bytes) => bytes } = {}) {
  const site = await listen(async (request, response) => {
    try {
      const wanted = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
      if (!wanted.startsWith(path)) throw new Error("outside");
      let file = normalize(join(SITE, wanted.slice(path.length)));
      if (file !== SITE && !file.startsWith(SITE + sep)) throw new Error("outside");
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const bytes = change(file.slice(SITE.length + 1), await readFile(file));
      if (bytes === null) throw new Error("absent");
      response.writeHead(200, { "content-type": TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  return { ...site, base: site.origin + path };
}

/** A stranger that answers everything with yes and writes it down. */
export const serveStranger = () => listen((_, response) => response.writeHead(200, { "access-control-allow-origin": "*" }).end("ok"));

/** Ears for what does not speak HTTP: packets that peer connections would send. */
export async function serveSilence() {
  /** @type {number[]} */ const packets = [];
  const socket = createSocket("udp4").on("message", (message) => packets.push(message.length));
  await new Promise((ready) => socket.bind(0, "127.0.0.1", () => ready(undefined)));
  return { packets, port: socket.address().port, close: () => socket.close() };
}

export const launch = () => chromium.launch({
  executablePath: process.env.PERIKSA_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/**
 * A page of the portal, with everything it complains about.
 * @param {import("playwright-core").Browser} browser @param {string} address @param {import("playwright-core").BrowserContextOptions} [options]
 */
export async function openPortal(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: "id-ID", timezoneId: "Asia/Makassar", ...options });
  const page = await context.newPage();
  /** @type {string[]} */ const complaints = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(address);
  const box = page.frameLocator("periksa-dokumen iframe");
  return { context, page, box, complaints, input: box.locator("file-drop input[type=file]"), cards: box.locator("verdict-card") };
}

/**
 * The portal with another engine script: `code` runs after the real one and may replace `globalThis.createVerifierEngine`.
 * @param {string} code
 */
export const withEngine = (code) => ({ change: (/** @type {string} */ path, /** @type {Buffer} */ bytes) => path === "engine/verifier.js" ? Buffer.concat([bytes, Buffer.from("\n" + code)]) : bytes });

/** Wraps `conclude` of the real engine. `report` is the parsed report, `bytes` the file as text. @param {string} body */
export const withConclude = (body) => withEngine(`{
  const real = globalThis.createVerifierEngine;
  globalThis.createVerifierEngine = () => {
    const made = real();
    const init = (...options) => made(...options);
    init.is_detached_signature = (bytes) => made.is_detached_signature(bytes);
    init.sha256 = (bytes) => made.sha256(bytes);
    init.TrustLoading = class { constructor(...all) { return new made.TrustLoading(...all); } };
    init.Verification = class {
      #file; #inner;
      constructor(file, ...rest) { this.#file = file; this.#inner = new made.Verification(file, ...rest); }
      content() { return this.#inner.content(); }
      // Of the very report that was shown, with no evidence by itself.
      conclude_with_evidence(seconds) { return this.conclude(seconds); }
      evidence_path() { return undefined; }
      add_crl(der) { this.#inner.add_crl(der); }
      add_index(head, shards) { return this.#inner.add_index(head, shards); }
      add_data(file) { return this.#inner.add_data(file); }
      advance() { return this.#inner.advance(); }
      conclude(seconds) {
        const bytes = new TextDecoder("latin1").decode(this.#file);
        const report = JSON.parse(this.#inner.conclude(seconds));
        ${body}
        return JSON.stringify(report);
      }
    };
    return init;
  };
}`);

/** Waits until the box is locked and takes files. @param {Awaited<ReturnType<typeof openPortal>>} portal */
export async function ready(portal) {
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
  return portal;
}

/**
 * The portal at a moment, such as that of the table of letters; `scripts` run before the page's own.
 * @param {import("playwright-core").Browser} browser @param {string} address @param {string} at @param {import("playwright-core").BrowserContextOptions} [options] @param {(() => void)[]} scripts
 */
export async function portalAt(browser, address, at, options = {}, ...scripts) {
  const portal = await openPortal(browser, "about:blank", options);
  await portal.page.addInitScript((moment) => { Date.now = () => moment; }, Date.parse(at));
  for (const script of scripts) await portal.page.addInitScript(script);
  await portal.page.goto(address);
  return ready(portal);
}

/** A script of `portalAt` that writes down what the frame tells the page. */
export function listening() {
  /** @type {any} */ (globalThis).heard = [];
  const tell = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...rest) {
    /** @type {any} */ (globalThis).heard.push(JSON.stringify(message));
    return tell.call(this, message, ...rest);
  };
}

/** What `listening` wrote down, in the page and in the frame. @param {Awaited<ReturnType<typeof openPortal>>} portal */
export async function heard(portal) {
  const frames = portal.page.frames().map((frame) => frame.evaluate(() => /** @type {any} */ (globalThis).heard.join()));
  return (await Promise.all(frames)).join();
}

/** The frame itself, for what only a script inside could do. @param {Awaited<ReturnType<typeof openPortal>>} portal */
export async function insideBox(portal) {
  const frame = portal.page.frames().find((one) => one.parentFrame() !== null);
  if (!frame) throw new Error("there is no frame");
  return frame;
}

/** Chooses files and waits for as many cards, in the place of those of earlier files. @param {Awaited<ReturnType<typeof openPortal>>} portal @param {Parameters<import("playwright-core").Locator["setInputFiles"]>[0]} files @param {number} [count] */
export async function choose(portal, files, count = 1) {
  const earlier = await portal.cards.elementHandles();
  await portal.input.setInputFiles(files);
  await earlier[0]?.waitForElementState("hidden");
  await portal.cards.nth(count - 1).waitFor({ timeout: 60_000 });
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
}

/** A click on the page around the frame. The browser learns of a scroll a frame later than the page does, and would hand the click to the box. @param {import("playwright-core").Locator} target */
export async function clickBesideBox(target) {
  await target.scrollIntoViewIfNeeded();
  await target.page().waitForTimeout(300);
  await target.click();
}

/** What a card says. @param {import("playwright-core").Locator} card */
export const verdictOf = async (card) => ({
  key: await card.getAttribute("data-verdict"),
  wouldBe: await card.getAttribute("data-would-be"),
  headline: await card.locator(".verdict > .head h3").innerText(),
});

/** The whole page; a frame in its own process paints only what is inside the window, so the window grows first. @param {import("playwright-core").Page} page @param {string} name */
export async function screenshot(page, name) {
  await mkdir(SCREENSHOTS, { recursive: true });
  const before = page.viewportSize() ?? DESK;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: before.width, height: Math.max(before.height, height) });
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(SCREENSHOTS, name + ".png") });
  await page.setViewportSize(before);
}
