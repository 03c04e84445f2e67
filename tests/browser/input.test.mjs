// Files that are broken, hostile or huge: each gets a verdict in words, the page stays alive, and the next file works.
// And the engine's own failures: a trap, an unknown verdict, a report about other bytes. None of them is ever green.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LETTERS, choose, insideBox, launch, openPortal, ready, serveSite, verdictOf, withConclude, withEngine } from "./support.mjs";

const GREEN = new Set(["asli", "asli-saat-itu", "asli-ditambah"]);
const VALID = join(LETTERS, "a-valid.pdf");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** @param {string} name @param {string | Buffer} content */
const file = (name, content) => ({ name, mimeType: "application/pdf", buffer: Buffer.from(content) });

/** A cross-reference stream of zero-wide entries that claims 2^31 objects. */
const XREF_BOMB = "%PDF-1.5\n1 0 obj\n<</Type/XRef/W[0 0 0]/Index[0 2147483647]/Size 2147483647/Root 1 0 R/Length 0>>stream\n\nendstream endobj\nstartxref\n9\n%%EOF";

const valid = await readFile(VALID);

for (const [name, input, keys] of /** @type {const} */ ([
  ["an_empty_file", file("kosong.pdf", ""), ["tanpa", "rusak"]],
  ["a_photo_named_pdf", file("foto.pdf", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from("JFIF"), Buffer.alloc(5_000, 7)])), ["tanpa"]],
  ["a_truncated_letter", file("terpotong.pdf", valid.subarray(0, 20_000)), ["rusak", "tanpa", "belum-pasti"]],
  ["ten_thousand_brackets", file("kurung.pdf", "%PDF-1.7\n1 0 obj\n" + "[".repeat(10_000)), ["rusak", "tanpa", "belum-pasti"]],
  ["a_cross_reference_bomb", file("bom.pdf", XREF_BOMB), ["rusak", "tanpa", "belum-pasti"]],
  ["one_flipped_bit", file("satu-bit.pdf", Buffer.from(valid.map((byte, index) => index === 1_000 ? byte ^ 1 : byte))), ["uji", "berubah", "rusak"]],
])) {
  test(name + "_gets_a_verdict_and_the_next_file_works", async () => {
    const portal = await ready(await openPortal(browser, site.base));
    await choose(portal, input);
    const shown = await verdictOf(portal.cards.first());
    assert.ok(keys.includes(/** @type {never} */ (shown.key)), JSON.stringify(shown));
    assert.ok(!GREEN.has(shown.wouldBe ?? ""), JSON.stringify(shown));
    assert.ok((await portal.cards.first().locator(".verdict").innerText()).length > 80, "it says what it means");
    await choose(portal, VALID);
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  });
}

test("a_hundred_megabytes_of_zeros_leave_the_page_alive", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  const frame = await insideBox(portal);
  // Made inside the page: what a test hands over is limited to 50 MB.
  await frame.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([new Uint8Array(100_000_000)], "nol.pdf"));
    document.querySelector("file-drop")?.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
  await portal.cards.first().waitFor({ timeout: 60_000 });
  assert.ok(["tanpa", "rusak", "belum-pasti"].includes((await verdictOf(portal.cards.first())).key ?? ""));
  await choose(portal, VALID);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
});

test("a_file_beyond_the_limit_is_refused_before_it_is_read", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  await (await insideBox(portal)).evaluate(() => {
    const huge = new File([], "besar.pdf");
    Object.defineProperty(huge, "size", { value: 300 * 1024 * 1024 });
    huge.arrayBuffer = () => { throw new Error("it was read"); };
    document.querySelector("file-drop")?.dispatchEvent(new CustomEvent("file-drop", { bubbles: true, detail: { files: [huge] } }));
  });
  await portal.cards.first().waitFor();
  assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
  assert.equal(await portal.cards.first().locator("[data-reason=limit-reached]").count(), 1);
  await portal.context.close();
});

test("several_files_are_judged_one_after_the_other", async () => {
  const portal = await ready(await openPortal(browser, site.base));
  await choose(portal, ["a-valid.pdf", "a-altered.pdf", "no-signature.pdf"].map((name) => join(LETTERS, name)), 3);
  const headings = await portal.cards.locator("h2").allInnerTexts();
  assert.deepEqual(headings.map((heading) => heading.replace(/^Hasil untuk (.*) · .*$/, "$1")), ["a-valid.pdf", "a-altered.pdf", "no-signature.pdf"]);
  assert.equal((await verdictOf(portal.cards.nth(0))).wouldBe, "asli");
  assert.equal((await verdictOf(portal.cards.nth(1))).wouldBe, "berubah");
  assert.equal((await verdictOf(portal.cards.nth(2))).key, "tanpa");
  await portal.context.close();
});

for (const [name, body] of [
  ["a_trap", `if (bytes.includes("rusakkan mesin")) (function deeper() { deeper(); })();`],
  ["an_unknown_verdict", `if (bytes.includes("rusakkan mesin")) report.verdict = "sempurna";`],
  ["a_report_about_other_bytes", `if (bytes.includes("rusakkan mesin")) report.document.size += 1;`],
  ["a_report_without_its_parts", `if (bytes.includes("rusakkan mesin")) { report.verdict = "asli"; report.signatures = [null]; }`],
]) {
  test(name + "_is_told_as_engine_stopped_and_the_next_file_works", async () => {
    const doctored = await serveSite(withConclude(body));
    const portal = await ready(await openPortal(browser, doctored.base));
    await choose(portal, file("jebakan.pdf", "%PDF-1.7 rusakkan mesin"));
    assert.equal((await verdictOf(portal.cards.first())).key, "belum-pasti");
    assert.equal(await portal.cards.first().locator("[data-reason=engine-stopped]").count(), 1);
    assert.equal(await portal.cards.first().locator("button.save").count(), 0, "there is no report to save");
    await choose(portal, VALID);
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
    await portal.context.close();
    doctored.close();
  });
}

test("a_result_that_comes_too_late_is_not_shown", async () => {
  // The first file takes half a minute of slices; it is cancelled, and a second one is chosen.
  const slow = await serveSite(withEngine(`{
    const real = globalThis.createVerifierEngine;
    globalThis.createVerifierEngine = () => {
      const made = real();
      const init = (...options) => made(...options);
      init.TrustLoading = class { constructor(...all) { return new made.TrustLoading(...all); } };
      init.Verification = class {
        #inner; #slices;
        constructor(file, trust) { this.#inner = new made.Verification(file, trust); this.#slices = new TextDecoder("latin1").decode(file).includes("perlahan-sekali") ? 1000 : 0; }
        add_crl(der) { this.#inner.add_crl(der); }
        add_index(head, shards) { return this.#inner.add_index(head, shards); }
        advance() { if (this.#slices-- > 0) { const until = performance.now() + 30; while (performance.now() < until); return 0.5; } return this.#inner.advance(); }
        conclude(seconds) { return this.#inner.conclude(seconds); }
      };
      return init;
    };
  }`));
  const portal = await ready(await openPortal(browser, slow.base));
  await portal.input.setInputFiles(file("lama.pdf", "%PDF-1.7 perlahan-sekali"));
  await portal.box.locator("sealed-box[data-phase=checking]").waitFor();
  assert.match(await portal.box.locator(".step").innerText(), /Memeriksa lama\.pdf/);
  await portal.box.locator(".cancel").click();
  await choose(portal, VALID);
  await portal.page.waitForTimeout(1_000);
  assert.deepEqual(await portal.cards.locator("h2 bdi").allInnerTexts(), ["a-valid.pdf"]);
  await portal.context.close();
  slow.close();
});

test("words_from_a_file_are_data_and_show_what_they_hide", async () => {
  const doctored = await serveSite(withConclude(`
    const evil = "<img src=x onerror=alert(1)>\\u202Egnp\\u200b\\u0000 " + "Nama Sangat Panjang ".repeat(200);
    for (const signature of report.signatures) Object.assign(signature, { field: evil, claimed_reason: "✔ Signature valid", signer: { ...signature.signer, common_name: evil, organization: evil } });`));
  const portal = await ready(await openPortal(browser, doctored.base));
  await choose(portal, { name: "<b>nama\u202Efdp.exe", mimeType: "application/pdf", buffer: valid });
  const card = portal.cards.first();
  assert.equal(await card.locator("img, b b").count(), 0);
  assert.match(await card.locator("h2").innerText(), /<b>nama⟨U\+202E⟩fdp\.exe/);
  const name = card.locator(".who dd").first();
  assert.match(await name.innerText(), /<img src=x onerror=alert\(1\)>⟨U\+202E⟩gnp⟨U\+200B⟩⟨U\+0000⟩/);
  assert.ok((await name.innerText()).length < 250, "cut to length");
  await name.locator("button").click();
  assert.ok((await name.innerText()).length > 3_000, "and shown whole when asked");
  assert.deepEqual(portal.complaints, []);
  await portal.context.close();
  doctored.close();
});
