// Every demo letter, dropped on the page as a reader would, on a phone and on a desk: the verdict is the one the table of
// letters asks for, in words, and the page has nothing to complain about.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { expectations, underDemoAnchors } from "./letters.mjs";
import { DESK, LETTERS, PHONE, choose, clickBesideBox, insideBox, launch, portalAt, screenshot, serveSite, verdictOf } from "./support.mjs";

/** Letters whose picture is kept, on both screens. */
const PICTURED = new Set(["a-valid.pdf", "a-altered.pdf", "a-revoked-before-signing.pdf", "a-unknown-issuer.pdf", "no-signature.pdf", "four-signatures-two-chains.pdf", "a-expired-with-time-stamp.pdf"]);

const { at, letters } = await expectations();

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

/** A portal at the moment the table of letters speaks of. */
const portalThen = (/** @type {import("playwright-core").BrowserContextOptions} */ options, path = "") => portalAt(browser, site.base + path, at, options);

for (const [screen, viewport] of /** @type {const} */ ([["phone", PHONE], ["desk", DESK]])) {
  test("each_letter_gets_its_verdict_on_a_" + screen, async (t) => {
    const portal = await portalThen({ viewport });
    for (const letter of letters) {
      await t.test(letter.file, async () => {
        await choose(portal, join(LETTERS, letter.file));
        const shown = await verdictOf(portal.cards.first());
        const wanted = underDemoAnchors(letter.verdict);
        const honest = [letter.verdict, ...letter.honest].map(underDemoAnchors);
        assert.ok(honest.some((one) => one.key === shown.key && one.wouldBe === shown.wouldBe), JSON.stringify({ shown, wanted, honest }));
        assert.equal(await portal.cards.count(), 1);
        assert.ok((await portal.cards.first().locator("h2").innerText()).includes(letter.file), "the card is about this file");
        if (PICTURED.has(letter.file)) await screenshot(portal.page, screen + "-" + letter.file.replace(".pdf", ""));
      });
    }
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  });
}

test("a_genuine_test_letter_says_who_and_when_before_the_verdict", async () => {
  const portal = await portalThen({});
  await choose(portal, join(LETTERS, "a-valid.pdf"));
  const words = await portal.cards.first().innerText();
  const order = ["CONTOH – BUKAN SURAT RESMI", "a-valid.pdf", "Nama di sertifikat uji", "Instansi", "Waktu menurut stempel uji", "Sertifikat uji, bukan tanda tangan resmi", "Artinya", "Yang sebaiknya Anda lakukan", "Dalam contoh ini hasilnya:", "Asli dan utuh", "Cocok dengan surat Anda?", "Rincian tiap tanda tangan"]
    .map((piece) => words.indexOf(piece));
  assert.ok(order.every((place) => place >= 0), JSON.stringify(order));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
  assert.doesNotMatch(words, /sah secara hukum/i);
  assert.match(words, /3 Februari 2026/);
  for (const summary of await portal.box.locator("signature-report > details > summary").all()) await summary.click();
  const details = await portal.box.locator("signature-report").innerText();
  for (const piece of ["Keutuhan isi", "lulus", "Rantai sertifikat", "Data pencabutan yang dipakai", "tidak dicabut", "Sidik jari berkas (SHA-256)", "TOTAL-PASSED"]) assert.ok(details.includes(piece), piece);
  await screenshot(portal.page, "phone-a-valid-details");
  await portal.context.close();
});

test("sample_buttons_put_the_letter_into_the_box", async () => {
  for (const path of ["", "en/"]) {
    const portal = await portalThen({}, path);
    const buttons = portal.page.locator("sample-letters button");
    const count = await buttons.count();
    assert.ok(count > 0);
    for (let index = 0; index < count; index += 1) {
      const button = buttons.nth(index);
      const file = (await button.getAttribute("data-file") ?? "").split("/").at(-1);
      const letter = letters.find((one) => one.file === file);
      await clickBesideBox(button);
      await portal.cards.first().locator("h2", { hasText: await button.innerText() }).waitFor();
      const shown = await verdictOf(portal.cards.first());
      if (letter) assert.ok([letter.verdict, ...letter.honest].map(underDemoAnchors).some((one) => one.key === shown.key && one.wouldBe === shown.wouldBe), file + " " + JSON.stringify(shown));
      assert.match(await portal.box.locator("lock-state .count").innerText(), /: 0$/, "the letter was fetched before it was opened");
    }
    assert.deepEqual(portal.complaints, []);
    await portal.context.close();
  }
});

test("a_letter_dragged_onto_the_box_is_checked", async () => {
  const portal = await portalThen({ viewport: DESK });
  const file = join(LETTERS, "a-valid.pdf");
  const zone = await portal.page.locator("periksa-dokumen iframe").boundingBox();
  assert.ok(zone);
  const session = await portal.context.newCDPSession(portal.page);
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await session.send("Input.dispatchDragEvent", { type, x: zone.x + 200, y: zone.y + 60, data: { items: [], files: [file], dragOperationsMask: 1 } });
  }
  await portal.cards.first().waitFor();
  assert.deepEqual((await verdictOf(portal.cards.first())).wouldBe, "asli");
  await portal.context.close();
});

test("a_dropped_data_transfer_and_a_pasted_file_are_checked", async () => {
  const portal = await portalThen({});
  const bytes = [...await readFile(join(LETTERS, "a-altered.pdf"))];
  const frame = await insideBox(portal);
  for (const [type, name] of [["drop", "dijatuhkan.pdf"], ["paste", "ditempel.pdf"]]) {
    await frame.evaluate(({ type, name, bytes }) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "application/pdf" }));
      const event = type === "drop" ? new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }) : new ClipboardEvent("paste", { bubbles: true, clipboardData: transfer });
      document.querySelector("file-drop")?.dispatchEvent(event);
    }, { type, name, bytes });
    await portal.cards.first().locator("h2", { hasText: name }).waitFor();
    assert.equal((await verdictOf(portal.cards.first())).wouldBe, "berubah");
  }
  await portal.context.close();
});
