// Looking up a serial number: what a visitor may type, what the page answers, and that the number goes nowhere.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { PHONE, launch, screenshot, serveSite, serveStranger } from "./support.mjs";

// Of trust/demo/crl/ca.crl and ca-2024.crl.
const LISTED = "5d631c1f5de1bb07bceff5267e4ab60cf7b07a87";
const CA = "Periksa Contoh CA (UJI, BUKAN RESMI) (contoh)";

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** @param {string} base @param {{ path?: string, options?: import("playwright-core").BrowserContextOptions }} [how] */
async function open(base, { path = "cari-nomor-seri/", options = {} } = {}) {
  const context = await browser.newContext({ viewport: PHONE, locale: "id-ID", ...options });
  const page = await context.newPage();
  /** @type {string[]} */ const complaints = [];
  page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(base + path);
  return { context, page, complaints, status: page.locator("[role=status]"), alert: page.locator("serial-lookup [role=alert]") };
}

/** @param {Awaited<ReturnType<typeof open>>} opened @param {string} serial */
async function look({ page, status, alert }, serial, issuer = CA) {
  await page.locator("select").selectOption({ label: issuer });
  await page.locator("input").fill(serial);
  await page.locator("input").press("Enter");
  await page.waitForFunction(() => !document.querySelector("[role=status] > p:only-child") );
  return { heading: await status.locator("h2").allInnerTexts(), text: await status.innerText(), trouble: await alert.isVisible() ? await alert.innerText() : "" };
}

/** A ledger in the place of the demo CA's, or parts of one. @param {Record<string, unknown>} files by the end of their path */
const withLedger = (files) => serveSite({
  change: (path, bytes) => {
    const found = Object.entries(files).find(([end]) => path.startsWith("crl/") && path.endsWith(end));
    return found ? Buffer.from(typeof found[1] === "string" ? found[1] : JSON.stringify(found[1])) : bytes;
  },
});

const HEAD = { schema: "periksa-ledger/1", issuer: "demo-ca", watched_since: "2026-01-31T00:00:00Z", watched_until: "2026-05-10T00:00:00Z" };

test("a_number_is_found_however_it_is_written", async () => {
  const opened = await open(site.base);
  const pairs = LISTED.match(/../g) ?? [];
  for (const [written, as] of [
    [LISTED, "heksadesimal"],
    [LISTED.toUpperCase(), "heksadesimal"],
    ["  0x00" + LISTED + " ", "heksadesimal"],
    ["00:" + pairs.join(":"), "heksadesimal"],
    [pairs.join(" "), "heksadesimal"],
    [pairs.join("\u00a0-"), "heksadesimal"],
    [BigInt("0x" + LISTED).toString(), "desimal"],
    ["000" + BigInt("0x" + LISTED).toString(), "desimal"],
  ]) {
    const { heading, text, trouble } = await look(opened, written);
    assert.deepEqual({ heading, trouble }, { heading: ["Dicabut, masih ada di daftar"], trouble: "" }, written);
    assert.ok(text.includes(`${LISTED} (dibaca sebagai ${as})`), text);
    for (const part of ["Alasan", "Pertama terlihat", "1 November 2026", "UTC"]) assert.ok(text.includes(part), text);
  }
  assert.deepEqual(opened.complaints, []);
  await screenshot(opened.page, "phone-lookup-listed");
  await opened.context.close();
});

test("digits_alone_are_looked_up_as_decimal_and_as_hexadecimal", async () => {
  /** @param {string} serial */
  const row = (serial) => [serial, "2026-01-20T00:00:00Z", null, "2026-01-31T00:00:00Z", "2026-05-10T00:00:00Z", true];
  // 1234 is 0x04d2; 0x1234 is another number.
  const other = await withLedger({ "/ledger.json": { ...HEAD, total: 2, entries: [row("04d2"), row("1234")] } });
  const opened = await open(other.base);
  const both = await look(opened, "1234");
  assert.equal(both.heading.length, 2);
  assert.ok(both.text.includes("04d2 (dibaca sebagai desimal)") && both.text.includes("1234 (dibaca sebagai heksadesimal)"), both.text);
  const marked = await look(opened, "12:34");
  assert.equal(marked.heading.length, 1);
  assert.ok(marked.text.includes("1234 (dibaca sebagai heksadesimal)"), marked.text);
  await opened.context.close();
  other.close();
});

test("what_was_never_listed_is_told_with_since_when_and_proves_nothing", async () => {
  const opened = await open(site.base);
  const { heading, text } = await look(opened, "01:02:03");
  assert.deepEqual(heading, ["Tidak pernah terlihat di daftar"]);
  for (const part of ["dari 1 Juli 2024", "sampai 1 November 2026", "Ini bukan bukti bahwa sertifikatnya asli.", "010203 (dibaca sebagai heksadesimal)"]) assert.ok(text.includes(part), text);
  // The number of one issuer is not looked for at another.
  const elsewhere = await look(opened, LISTED, "Periksa Contoh Root (UJI, BUKAN RESMI) (contoh)");
  assert.deepEqual(elsewhere.heading, ["Tidak pernah terlihat di daftar"]);
  assert.deepEqual(opened.complaints, []);
  await opened.context.close();
});

test("what_left_the_list_and_what_is_on_hold_is_told_so", async () => {
  /** @param {string} serial @param {string | null} reason @param {boolean} listed */
  const row = (serial, reason, listed) => [serial, "2026-01-20T00:00:00Z", reason, "2026-01-31T00:00:00Z", "2026-05-10T00:00:00Z", listed];
  const entries = [row("0a", "superseded", false), row("0b", "certificateHold", true), row("0c", "<b>besok</b>", true)];
  const other = await withLedger({ "/ledger.json": { ...HEAD, total: 3, entries } });
  const opened = await open(other.base, { options: { colorScheme: "dark" } });
  const left = await look(opened, "0a");
  assert.deepEqual(left.heading, ["Dicabut, sudah keluar dari daftar"]);
  assert.ok(left.text.includes("sertifikat sudah diganti") && left.text.includes("Pencabutannya tetap berlaku."), left.text);
  await screenshot(opened.page, "phone-lookup-left-dark");
  const held = await look(opened, "0b");
  assert.ok(held.text.includes("Penangguhan bersifat sementara."), held.text);
  const odd = await look(opened, "0c");
  assert.ok(odd.text.includes("<b>besok</b>"), "what the ledger says is text and nothing else");
  await opened.context.close();
  other.close();
});

test("a_large_ledger_is_asked_for_one_part", async () => {
  const part = createHash("sha256").update(Buffer.from("ff01", "hex")).digest("hex").slice(0, 2);
  const entries = [["ff01", "2026-01-31T05:00:00Z", "keyCompromise", "2026-02-01T00:00:00Z", "2026-05-10T00:00:00Z", true]];
  const other = await serveSite();
  const opened = await open(other.base);
  await opened.page.route("**/ledger.json", (route) => route.fulfill({ json: { ...HEAD, total: 1, parts: 256 } }));
  /** @type {string[]} */ const parts = [];
  await opened.page.route("**/ledger/*.json", (route) => {
    parts.push(new URL(route.request().url()).pathname.split("/").slice(-2).join("/"));
    return route.fulfill({ json: { schema: "periksa-ledger-part/1", entries: route.request().url().endsWith(part + ".json") ? entries : [] } });
  });
  const { heading, text } = await look(opened, "ff:01");
  assert.deepEqual(heading, ["Dicabut, masih ada di daftar"]);
  assert.ok(text.includes("kunci privat bocor atau diduga bocor"), text);
  assert.deepEqual(parts, ["ledger/" + part + ".json"]);
  await opened.context.close();
  other.close();
});

test("what_is_no_serial_number_is_told_before_anything_is_asked_for", async () => {
  const other = await serveSite();
  const opened = await open(other.base);
  for (const [written, trouble] of [
    ["", "Tulis nomor serinya dahulu."],
    [" : ", "Tulis nomor serinya dahulu."],
    ["12.34", "Itu bukan nomor seri."],
    ["nomor 5", "Itu bukan nomor seri."],
    ["1" + "0".repeat(60), "Nomor itu terlalu panjang."],
    ["ff".repeat(21), "Nomor itu terlalu panjang."],
  ]) {
    const said = await look(opened, written);
    assert.ok(said.trouble.startsWith(trouble), written + ": " + said.trouble);
    assert.equal(said.text, "");
    assert.equal(await opened.page.evaluate(() => document.activeElement?.id), "nomor", "the reader can correct it at once");
  }
  assert.deepEqual(other.log.filter((line) => line.includes("ledger")), []);
  await screenshot(opened.page, "phone-lookup-trouble");
  await opened.context.close();
  other.close();
});

test("a_ledger_that_cannot_be_had_or_read_is_no_answer", async () => {
  for (const [content, trouble] of [
    [null, "Tabel penerbit ini tidak dapat diambil."],
    ["<!doctype html>", "Tabel penerbit ini tidak terbaca."],
    ["{\"schema\":\"periksa-ledger/2\",\"entries\":[]}", "Tabel penerbit ini tidak terbaca."],
    ["null", "Tabel penerbit ini tidak terbaca."],
  ]) {
    const other = await serveSite({ change: (path, bytes) => path.endsWith("ledger.json") ? content === null ? null : Buffer.from(content) : bytes });
    const opened = await open(other.base);
    const said = await look(opened, LISTED);
    assert.ok(said.trouble.startsWith(/** @type {string} */ (trouble)), content + ": " + said.trouble);
    assert.deepEqual([said.heading, said.text], [[], ""]);
    await opened.context.close();
    other.close();
  }
});

test("the_number_is_sent_nowhere", async () => {
  const stranger = await serveStranger();
  const other = await serveSite();
  const opened = await open(other.base);
  await look(opened, LISTED);
  const asked = other.log.filter((line) => line.includes("ledger"));
  assert.equal(asked.length, 1);
  assert.ok(!other.log.some((line) => line.toLowerCase().includes(LISTED.slice(0, 8))), "not in any request");
  assert.equal(opened.page.url(), other.base + "cari-nomor-seri/", "not in the address");
  const reached = await opened.page.evaluate((address) => fetch(address).then(() => true, () => false), stranger.origin);
  assert.equal(reached, false, "the page's policy lets nothing out");
  assert.equal(stranger.connections(), 0);
  await opened.context.close();
  stranger.close();
  other.close();
});

test("without_script_the_page_says_so_and_leads_to_the_list_and_the_table", async () => {
  for (const [path, words] of [["cari-nomor-seri/", "Pencarian ini memerlukan JavaScript."], ["en/cari-nomor-seri/", "This needs JavaScript."]]) {
    const { context, page } = await open(site.base, { path, options: { javaScriptEnabled: false } });
    assert.ok((await page.locator("main").innerText()).includes(words));
    assert.equal(await page.locator("form").isVisible(), false);
    for (const link of await page.locator("noscript a").all()) {
      const address = new URL(await link.getAttribute("href") ?? "", page.url()).href;
      assert.equal((await fetch(address)).status, 200, address);
    }
    await context.close();
  }
});

test("keyboard_alone_is_enough_and_nothing_is_wider_than_the_screen", async () => {
  const opened = await open(site.base, { path: "en/cari-nomor-seri/", options: { viewport: { width: 320, height: 740 } } });
  const { page, status } = opened;
  await page.locator("input").focus();
  await page.keyboard.type(LISTED);
  await page.keyboard.press("Tab");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await status.locator("h2").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  assert.deepEqual(opened.complaints, []);
  await opened.context.close();
});

test("the_pages_of_the_history_fit_a_narrow_screen_and_ask_for_no_script", async () => {
  for (const path of ["statistik/", "temuan/", "data-kepercayaan/", "en/statistik/", "en/temuan/", "en/data-kepercayaan/"]) {
    for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
      const { context, page, complaints } = await open(site.base, { path, options: { colorScheme } });
      for (const summary of await page.locator("summary").all()) await summary.click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), PHONE.width, path);
      assert.equal(await page.locator("script").count(), 0, path);
      for (const link of await page.locator("head link[rel=alternate], main a[href*=feeds]").all()) {
        const address = new URL(await link.getAttribute("href") ?? "", page.url()).href;
        assert.equal((await fetch(address)).status, 200, address);
      }
      // Text in a picture is as large as small text on the page.
      const sizes = await page.locator("svg.chart text").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      assert.ok(sizes.every((size) => size >= 11), path + ": " + Math.min(...sizes));
      assert.deepEqual(complaints, []);
      await screenshot(page, "phone-" + path.replaceAll("/", "-") + colorScheme);
      await context.close();
    }
  }
});
