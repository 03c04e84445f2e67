// The page itself: both languages, any folder, keyboard alone, narrow screens, dark, print and forced colours; and the words
// it has when the network, the engine or the browser let it down.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { DESK, LETTERS, PHONE, choose, clickBesideBox, launch, openPortal, ready, screenshot, serveSite, verdictOf } from "./support.mjs";

const VALID = join(LETTERS, "a-valid.pdf");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

test("the_portal_works_at_the_root_and_in_any_folder", async () => {
  for (const path of ["/", "/a/", "/satu/dua/tiga/"]) {
    const other = await serveSite({ path });
    const portal = await ready(await openPortal(browser, other.base));
    await choose(portal, VALID);
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
    assert.deepEqual(other.log.filter((line) => !line.startsWith("GET " + path)), [], "nothing is asked for outside the folder");
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
    other.close();
  }
});

test("the_english_twin_says_the_same_in_english", async () => {
  const portal = await ready(await openPortal(browser, site.base, { locale: "en-GB" }));
  await portal.page.locator("header .languages a").click();
  await ready(portal);
  assert.equal(await portal.page.locator("html").getAttribute("lang"), "en");
  assert.match(portal.page.url(), /\/en\/$/);
  await choose(portal, VALID);
  assert.deepEqual(await verdictOf(portal.cards.first()), { key: "uji", wouldBe: "asli", headline: "Test certificate, not an official signature" });
  const words = await portal.cards.first().innerText();
  for (const piece of ["What it means", "What you should do", "In this sample the result is:", "Genuine and intact", "Does it match your letter?", "3 February 2026"]) assert.ok(words.includes(piece), piece);
  assert.doesNotMatch(words, /Artinya|sertifikat|tanda tangan|berkas/);
  assert.match(await portal.box.locator("lock-state").innerText(), /The box is locked/);
  await portal.page.locator("header .languages a").click();
  assert.equal(await portal.page.locator("html").getAttribute("lang"), "id");
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("the_keyboard_alone_is_enough", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  const { page } = portal;
  // Asked for early: the browser learns only after a while that a test wants to hear of file choosers.
  const chooser = page.waitForEvent("filechooser");
  const focus = async () => {
    const outer = await page.evaluate(() => document.activeElement?.tagName + " " + (document.activeElement?.textContent ?? "").trim().slice(0, 40));
    return outer.startsWith("IFRAME") ? "BOX " + await portal.box.locator(":focus").first().evaluate((at) => at.tagName).catch(() => "") : outer;
  };
  /** @type {string[]} */ const path = [];
  for (let step = 0; step < 12 && !path.at(-1)?.startsWith("BOX INPUT"); step += 1) {
    await page.keyboard.press("Tab");
    await page.waitForTimeout(100);
    path.push(await focus());
  }
  assert.match(path[0], /Langsung ke isi/, "the first stop skips to the content");
  assert.equal(path.at(-1), "BOX INPUT", path.join(" > "));
  await page.keyboard.press("Enter");
  await (await chooser).setFiles(VALID);
  await portal.cards.first().waitFor();
  await portal.box.locator("sealed-box[data-phase=ready]").waitFor();
  await portal.box.locator("h2:focus").waitFor();
  await page.keyboard.press("Tab");
  await portal.box.locator("button:focus", { hasText: /^Cocok$/ }).waitFor();
  await page.keyboard.press("Enter");
  await portal.box.locator(".answer", { hasText: "Putusan di atas" }).waitFor();
  await page.keyboard.press("Tab");
  await portal.box.locator("button:focus", { hasText: /^Tidak cocok$/ }).waitFor();
  await page.keyboard.press("Enter");
  await portal.box.locator(".answer", { hasText: "Jangan gunakan surat ini dulu" }).waitFor();
  await page.keyboard.press("Tab");
  await portal.box.locator("summary:focus").first().waitFor();
  await page.keyboard.press("Enter");
  await portal.box.locator("signature-report details[open]").first().waitFor();
  assert.equal(await portal.box.locator("signature-report details").first().evaluate((at) => /** @type {HTMLDetailsElement} */ (at).open), true);
  await portal.context.close();
});

test("the_verdict_is_announced_once_and_the_focus_is_on_the_result", async () => {
  const portal = await openPortal(browser, "about:blank");
  await portal.page.addInitScript(() => {
    globalThis.said = [];
    new MutationObserver((changes) => {
      for (const change of changes) {
        const region = change.target instanceof Element ? change.target.closest("[role=status]") : change.target.parentElement?.closest("[role=status]");
        if (region?.textContent) globalThis.said.push(region.textContent);
      }
    }).observe(document, { subtree: true, childList: true, characterData: true });
  });
  await portal.page.goto(site.base);
  await ready(portal);
  assert.equal(await portal.box.locator("[role=status], [aria-live]").count(), 1, "one live region");
  await choose(portal, VALID);
  const said = await portal.page.frames()[1].evaluate(() => globalThis.said);
  assert.equal(said.length, 1, JSON.stringify(said));
  assert.match(said[0], /a-valid\.pdf: Sertifikat uji, bukan tanda tangan resmi\. Dalam contoh ini hasilnya: Asli dan utuh/);
  assert.equal(await portal.box.locator("verdict-card").getAttribute("translate"), "no");
  await portal.context.close();
});

test("nothing_scrolls_sideways_and_targets_are_large_enough", async () => {
  for (const width of [320, 360, 1280]) {
    const portal = await ready(await openPortal(browser, site.base, { viewport: { width, height: 740 } }));
    await choose(portal, join(LETTERS, "four-signatures-two-chains.pdf"));
    for (const summary of await portal.box.locator("summary").all()) await summary.click();
    for (const [where, at] of /** @type {const} */ ([["page", portal.page.mainFrame()], ["box", portal.page.frames()[1]]])) {
      const found = await at.evaluate(() => {
        const small = [...document.querySelectorAll("a, button, summary, input, [tabindex='0']")].filter((target) => {
          const { width, height } = target.getBoundingClientRect();
          const inText = target.matches("p a, li a") && getComputedStyle(target).display === "inline";
          return !inText && width > 0 && !target.matches(".skip") && (width < 24 || height < 24);
        });
        return { sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth, small: small.map((target) => target.outerHTML.slice(0, 80)) };
      });
      assert.deepEqual(found, { sideways: 0, small: [] }, where + " at " + width);
    }
    await portal.context.close();
  }
});

test("dark_print_and_forced_colours_keep_the_words_and_shapes", async () => {
  for (const [name, options, media] of /** @type {const} */ ([
    ["dark", { colorScheme: "dark" }, {}],
    ["forced-colours", { forcedColors: "active" }, {}],
    ["print", { viewport: DESK }, { media: "print" }],
  ])) {
    const portal = await ready(await openPortal(browser, site.base, { viewport: PHONE, ...options }));
    await choose(portal, join(LETTERS, "a-unknown-issuer.pdf"));
    await portal.page.emulateMedia(media);
    assert.equal(await portal.cards.first().locator(".verdict svg[data-shape=person-question]").isVisible(), true);
    assert.equal(await portal.cards.first().locator(".verdict h3").isVisible(), true);
    await screenshot(portal.page, name);
    await portal.context.close();
  }
});

test("the_report_can_be_saved_and_is_what_the_engine_wrote", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  const told = portal.page.evaluate(() => new Promise((resolve) => addEventListener("periksa-verdict", (event) => resolve(/** @type {CustomEvent} */ (event).detail), { once: true })));
  await choose(portal, VALID);
  const download = portal.page.waitForEvent("download");
  await portal.box.locator("button.save").click();
  const saved = JSON.parse(await readFile(await (await download).path(), "utf8"));
  assert.equal(saved.schema, "periksa-report/1");
  assert.match((await download).suggestedFilename(), /^periksa-[0-9a-f]{16}\.json$/);
  assert.deepEqual(await told, { report: saved, moment: null }, "the page around the box is told the report, that it is of now, and nothing else");
  await portal.context.close();
});

for (const [name, options, key] of /** @type {const} */ ([
  ["an_engine_that_is_not_the_published_one", { change: (/** @type {string} */ path, /** @type {Buffer} */ bytes) => path === "engine/verifier.wasm" ? Buffer.concat([bytes, Buffer.from([0])]) : bytes }, "engine-refused"],
  ["an_engine_that_is_not_there", { change: (/** @type {string} */ path, /** @type {Buffer} */ bytes) => path === "engine/verifier.wasm" ? null : bytes }, "network"],
  ["trust_data_that_is_not_there", { change: (/** @type {string} */ path, /** @type {Buffer} */ bytes) => path.startsWith("trust/") ? null : bytes }, "trust-absent"],
])) {
  test(name + "_is_told_in_words_and_nothing_opens", async () => {
    const broken = await serveSite(options);
    const portal = await openPortal(browser, broken.base);
    const words = portal.page.locator("[data-trouble=" + key + "]");
    await words.waitFor();
    assert.ok((await words.innerText()).length > 40);
    assert.equal(await portal.page.locator("[data-trouble]:visible").count(), 1);
    assert.equal(await portal.page.locator("periksa-dokumen iframe").count(), 0);
    assert.equal(await portal.page.locator("sample-letters button:enabled").count(), 0);
    await portal.context.close();
    broken.close();
  });
}

test("without_its_words_the_box_stays_shut", async () => {
  const broken = await serveSite({ change: (path, bytes) => path === "words/id.js" ? null : bytes });
  const portal = await openPortal(browser, broken.base);
  await portal.input.waitFor({ state: "attached" });
  await portal.page.waitForTimeout(1_500);
  assert.equal(await portal.input.isDisabled(), true);
  assert.equal(await portal.page.locator("sample-letters button:enabled").count(), 0);
  await portal.context.close();
  broken.close();
});

test("a_missing_revocation_list_is_said_and_keeps_the_verdict_from_green", async () => {
  const broken = await serveSite({ change: (path, bytes) => path.endsWith(".crl") ? null : bytes });
  const portal = await ready(await openPortal(browser, broken.base));
  assert.match(await portal.box.locator("sealed-box > .trouble").innerText(), /daftar pencabutan tidak dapat diambil/);
  await choose(portal, VALID);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "belum-pasti");
  await portal.context.close();
  broken.close();
});

test("a_clock_a_little_behind_the_data_is_noted", async () => {
  const portal = await openPortal(browser, "about:blank");
  await portal.page.addInitScript(() => { Date.now = () => Date.UTC(2015, 11, 31, 12); });
  await portal.page.goto(site.base);
  await ready(portal);
  await choose(portal, VALID);
  assert.match(await portal.cards.first().locator(".warning").innerText(), /Jam perangkat Anda/);
  assert.ok(!["asli", "asli-saat-itu", "asli-ditambah"].includes((await verdictOf(portal.cards.first())).wouldBe ?? ""));
  await portal.context.close();
});

test("the_box_shows_nothing_before_its_sheet_and_nothing_moves", async () => {
  for (const [viewport, isMobile] of /** @type {const} */ ([[PHONE, true], [DESK, false]])) {
    const portal = await openPortal(browser, "about:blank", { viewport, isMobile });
    // The sheet comes late to the frame: its scripts wait for it, but Chromium draws what is there already.
    await portal.page.route("**/css/periksa.css", async (route) => {
      if (route.request().frame() !== portal.page.mainFrame()) await new Promise((later) => setTimeout(later, 600));
      await route.continue();
    });
    await portal.page.addInitScript(() => {
      globalThis.moved = 0;
      new PerformanceObserver((list) => { for (const shift of list.getEntries()) globalThis.moved += /** @type {any} */ (shift).value; }).observe({ type: "layout-shift", buffered: true });
    });
    await portal.page.goto(site.base);
    await ready(portal);
    await portal.page.waitForTimeout(300);
    const moved = await Promise.all(portal.page.frames().map((frame) => frame.evaluate(() => globalThis.moved)));
    // The letters of a changed word move within their line, by less than that.
    assert.deepEqual(moved.map((score) => score > 0.001), [false, false], viewport.width + " px: page and box moved by " + moved);
    await portal.context.close();
  }
});

test("without_script_the_page_says_what_is_needed", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: PHONE });
  const page = await context.newPage();
  await page.goto(site.base);
  assert.match(await page.locator("periksa-dokumen").innerText(), /memerlukan JavaScript/);
  assert.equal(await page.locator("sample-letters a").first().isVisible(), true, "the samples are links");
  await context.close();
});

test("the_other_pages_stand", async () => {
  for (const [name, title, translated] of /** @type {const} */ ([["buktikan-sendiri", /Buktikan sendiri/, /Prove it yourself/], ["bila-sertifikat-dicabut", /Bila sertifikat dicabut/, /When a certificate is revoked/]])) {
    const portal = await openPortal(browser, site.base);
    await clickBesideBox(portal.page.locator("main a[href*=" + name + "]"));
    assert.match(await portal.page.locator("h1").innerText(), title);
    assert.equal(await portal.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    await screenshot(portal.page, "phone-" + name);
    await clickBesideBox(portal.page.locator("header .languages a"));
    assert.match(await portal.page.locator("h1").innerText(), translated);
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  }
});
