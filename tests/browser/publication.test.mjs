// Trust data that must not be used, as a browser meets it (threats WEB-25, 26, 32, 33, 34; REV-07, 36, 38): put back, kept from
// changing, of two states, signed by somebody else, logged nowhere; and keys that change with and without consent.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { LETTERS, choose, launch, openPortal, ready, serveSite, verdictOf } from "./support.mjs";
import { demoKey, log, newKey, published, publishedEntries, sha256, snapshot, statement } from "./publication.mjs";

const VALID = join(LETTERS, "a-valid.pdf");
const STATEMENT = "1:" + sha256(published("trust/keys/1")).toString("hex");

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;

before(async () => { browser = await launch(); });
after(() => browser.close());

/**
 * A portal whose files a test may change between two visits: a path's bytes, a function of how often it was asked for, or null.
 * @param {Record<string, Buffer | null | ((times: number) => Buffer | null)>} [changes]
 */
async function portalWith(changes = {}) {
  const state = { changes };
  /** @type {Map<string, number>} */ const times = new Map();
  const site = await serveSite({ change: (path, bytes) => {
    times.set(path, (times.get(path) ?? 0) + 1);
    const change = path in state.changes ? state.changes[path] : bytes;
    const now = typeof change === "function" ? change(times.get(path) ?? 0) : change;
    // With the demo's keys nothing is remembered; these tests are about remembering.
    return path === "index.html" && now ? Buffer.from(now.toString().replace(" trust-keys=", " remember trust-keys=")) : now;
  } });
  return { ...site, change: (/** @type {typeof changes} */ next) => { state.changes = next; } };
}

/** What the page says instead of opening. @param {Awaited<ReturnType<typeof openPortal>>} portal */
async function refusal(portal) {
  const words = portal.page.locator("[data-trouble]:visible");
  await words.waitFor();
  assert.equal(await portal.page.locator("periksa-dokumen iframe").count(), 0, "the box is gone");
  assert.equal(await portal.page.locator("sample-letters button:enabled").count(), 0);
  const detail = (await words.locator("[data-detail]").allInnerTexts()).join();
  return { key: await words.getAttribute("data-trouble"), detail };
}

/** @param {string} base @param {import("playwright-core").BrowserContext} [context] */
async function visit(base, context) {
  if (context === undefined) return openPortal(browser, base);
  const page = await context.newPage();
  await page.goto(base);
  const box = page.frameLocator("periksa-dokumen iframe");
  return { context, page, box, complaints: [], input: box.locator("file-drop input[type=file]"), cards: box.locator("verdict-card") };
}

/** A first visit to the changed portal is refused like this. */
const FIRST_VISITS = /** @type {const} */ ([
  ["a_snapshot_by_another_key", () => ({ "trust/snapshot": snapshot(() => {}, newKey("snapshot")) }), "trust-not-signed", /trust\/snapshot: not signed by the keys that may/],
  ["a_snapshot_changed_after_signing", () => ({ "trust/snapshot": Buffer.from(published("trust/snapshot").toString().replace('"version":', '"version":1')) }), "trust-not-signed", /trust\/snapshot: not signed/],
  ["no_snapshot_at_all", () => ({ "trust/snapshot": null }), "trust-absent", /trust\/snapshot: not there/],
  ["no_statement_of_keys", () => ({ "trust/keys/1": null }), "trust-absent", /trust\/keys\/1: not there/],
  ["a_number_that_runs_ahead_of_the_log", () => ({ "trust/snapshot": snapshot((one) => { one.version += 1; }) }), "trust-not-signed", /not what its schema says/],
  ["a_statement_of_other_keys", () => { const other = newKey("root"); return { "trust/keys/1": statement({ root: [other.vkey] }, other) }; }, "trust-keys-changed", /the keys changed/],
  ["a_state_that_has_ended", () => ({ "trust/snapshot": snapshot((one) => { one.expires = "2026-01-01T00:00:00Z"; }) }), "trust-expired", /ended at 2026-01-01T00:00:00Z/],
  ["a_state_from_the_future", () => ({ "trust/snapshot": snapshot((one) => { one.issued = "2068-01-01T00:00:00Z"; }) }), "clock-behind", /made at 2068-01-01T00:00:00Z/],
  ["anchors_that_are_not_the_named_ones", () => ({ "trust/trusted_root.json": Buffer.concat([published("trust/trusted_root.json"), Buffer.from("\n")]) }), "trust-mixed", /trust\/trusted_root\.json: not the file of the snapshot/],
  ["no_anchors", () => ({ "trust/trusted_root.json": null }), "trust-absent", /trust\/trusted_root\.json: not there/],
  ["a_list_that_is_not_the_named_one", () => ({ [list()]: Buffer.from("<!doctype html>") }), "trust-mixed", /\.crl: not the file of the snapshot/],
  ["anchors_that_were_never_logged", () => ({ "trust/snapshot": snapshot((one) => { delete one.files[0].entry; }) }), "log-changed", /trust\/trusted_root\.json: not in the log/],
  ["anchors_logged_as_something_else", () => ({ "trust/snapshot": snapshot((one) => { one.files[0].entry.line = one.files[0].entry.line.replace('"version":"1"', '"version":"2"'); }) }), "log-changed", /not in the log/],
  ["a_list_logged_in_the_place_of_another", () => ({ "trust/snapshot": snapshot((one) => { const lists = one.files.filter((/** @type {any} */ file) => file.path.endsWith(".crl")); lists[0].entry = lists[1].entry; }) }), "log-changed", /not in the log/],
  ["a_checkpoint_by_another_key", () => ({ "log/checkpoint": log(publishedEntries(), newKey("log")).checkpoint }), "trust-not-signed", /log\/checkpoint: not signed/],
  ["a_checkpoint_of_another_tree", () => ({ "log/checkpoint": log([...publishedEntries().slice(1), "{}"]).checkpoint }), "log-changed", /not the log that was seen before/],
  ["a_checkpoint_of_a_smaller_tree", () => ({ "log/checkpoint": log(publishedEntries().slice(1)).checkpoint }), "trust-mixed", /log\/checkpoint: not the file/],
  ["a_tile_with_one_other_bit", () => { const { tilePath, tile } = log(publishedEntries()); tile[0] ^= 1; return { [tilePath]: tile }; }, "log-changed", /not in the log|not the log/],
  ["a_tile_that_is_too_short", () => { const { tilePath, tile } = log(publishedEntries()); return { [tilePath]: tile.subarray(1) }; }, "log-changed", /not the log/],
]);

const list = () => JSON.parse(published("trust/snapshot").toString().split("\n")[0]).files.find((/** @type {any} */ file) => file.path.endsWith(".crl")).path;

for (const [name, changes, key, detail] of FIRST_VISITS) {
  test(name + "_is_refused", async () => {
    const site = await portalWith(changes());
    const portal = await visit(site.base);
    const told = await refusal({ ...portal });
    assert.equal(told.key, key);
    if (detail === null) assert.equal(told.detail, "");
    else assert.match(told.detail, detail);
    await portal.context.close();
    site.close();
  });
}

test("what_was_published_in_the_middle_of_loading_is_asked_for_once_more", async () => {
  const root = "trust/trusted_root.json";
  const site = await portalWith({ [root]: (times) => times === 1 ? Buffer.from("{}") : published(root) });
  const portal = await ready(await visit(site.base));
  await choose(portal, VALID);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "asli");
  assert.equal(site.log.filter((line) => line.endsWith(root)).length, 2);
  await portal.context.close();
  site.close();
});

/** What the portal is on the first visit and on the second, the key of the refusal or null where it opens, and why. */
const SECOND_VISITS = /** @type {const} */ ([
  ["an_older_number", () => grown(publishedEntries()), () => ({}), "trust-rollback", "REV-07: validly signed, and put back"],
  ["an_older_moment_of_the_same_number", () => ({}), () => ({ "trust/snapshot": snapshot((one) => { one.issued = "2015-12-31T23:59:59Z"; }) }), "trust-rollback", "signed again to live longer, and put back"],
  ["another_state_of_the_same_number_and_moment", () => ({}), () => ({ "trust/snapshot": snapshot((one) => { one.expires = "2068-01-01T00:00:00Z"; }) }), "log-changed", "two states where there is one"],
  ["a_newer_moment_of_the_same_number", () => ({}), () => ({ "trust/snapshot": snapshot((one) => { one.issued = "2016-01-02T00:00:00Z"; }) }), null, "signed again to live longer"],
  ["a_longer_log", () => ({}), () => grown(publishedEntries()), null, "entries came in: the old tree is the beginning"],
  ["a_longer_log_with_another_beginning", () => ({}), () => grown(publishedEntries().with(3, "{}")), "log-changed", "history written anew"],
  ["other_keys_without_consent", () => ({}), () => { const other = newKey("root"); return rotated({ root: [other.vkey] }, other); }, "trust-keys-changed", "the page names the new key, the old one did not sign"],
  ["other_keys_with_consent", () => ({}), () => { const other = newKey("root"); return rotated({ root: [other.vkey] }, other, demoKey("root")); }, null, "signed by the old key and by the new one"],
  ["the_keys_of_before_they_were_replaced", () => rotated({}, demoKey("root")), () => ({ "trust/snapshot": published("trust/snapshot"), "trust/keys/2": rotated({}, demoKey("root"))["trust/keys/2"] }), "trust-keys-changed", "who has a key that was replaced signs nothing any more"],
  ["another_log_by_a_new_key", () => grown(publishedEntries()), () => { const other = newKey("log"); return anew(other); }, null, "the root says that the log is another one: it begins anew, and its number with it"],
  ["a_first_statement_that_was_made_anew", () => ({}), () => { const first = statement({ issued: "2016-01-01T00:00:01Z" }, demoKey("root")); return { "trust/keys/1": first, ...naming(1, first) }; }, "trust-keys-changed", "the remembered statement is another one"],
]);

/** The portal after one more entry. @param {string[]} entries */
function grown(entries) {
  const longer = log([...entries, '{"path":"crl/more.crl"}']);
  const change = (/** @type {any} */ one) => { one.version += 1; one.log = longer.state; };
  return { "trust/snapshot": snapshot(change), "log/checkpoint": longer.checkpoint, [longer.tilePath]: longer.tile };
}

/** The page that names this statement. @param {number} version @param {Buffer} bytes */
const naming = (version, bytes) => ({ "index.html": Buffer.from(published("index.html").toString().replace(STATEMENT, version + ":" + sha256(bytes).toString("hex"))) });

/** The portal with a second statement, which the page names. @param {any} change @param {...ReturnType<typeof newKey>} signers */
function rotated(change, ...signers) {
  const second = statement({ version: 2, ...change }, ...signers);
  return { "trust/keys/2": second, "trust/snapshot": snapshot((one) => { one.keys = 2; one.issued = "2016-01-03T00:00:00Z"; }), ...naming(2, second) };
}

/** The portal with another log. @param {ReturnType<typeof newKey>} key */
function anew(key) {
  const second = statement({ version: 2, log: key.vkey }, demoKey("root"));
  const entries = publishedEntries();
  const begun = log(entries, key);
  return {
    "trust/keys/2": second, "log/checkpoint": begun.checkpoint, [begun.tilePath]: begun.tile, ...naming(2, second),
    "trust/snapshot": snapshot((one) => { one.keys = 2; one.issued = "2016-01-03T00:00:00Z"; }),
  };
}

for (const [name, before, changes, key, because] of SECOND_VISITS) {
  test("on_a_second_visit_" + name + (key === null ? "_is_taken" : "_is_refused"), async () => {
    const site = await portalWith();
    const serve = async (/** @type {any} */ changes) => {
      // Files that the built site does not have are answered before they are asked for.
      site.change(changes);
      await context.unrouteAll();
      for (const path of Object.keys(changes)) {
        if (path !== "index.html") await context.route("**/" + path, (route) => route.fulfill({ body: changes[path] }));
      }
    };
    const context = await browser.newContext();
    await serve(before());
    await ready(await visit(site.base, context));
    await serve(changes());
    const second = await visit(site.base, context);
    if (key === null) await ready(second);
    else assert.equal((await refusal(second)).key, key, because);
    await context.close();
    site.close();
  });
}

test("the_box_says_which_trust_data_it_has", async () => {
  const site = await portalWith();
  const first = await ready(await visit(site.base));
  assert.match(await first.box.locator("lock-state .data").innerText(), /^Data kepercayaan nomor \d+, ditandatangani portal ini 1 Januari 2016/);
  await first.context.close();
  site.close();
});

test("a_list_that_is_kept_back_takes_the_older_ones_of_its_issuer_with_it", async () => {
  const lists = JSON.parse(published("trust/snapshot").toString().split("\n")[0]).files.map((/** @type {any} */ file) => file.path).filter((/** @type {string} */ path) => path.endsWith(".crl"));
  const folder = (/** @type {string} */ path) => path.replace(/[^/]*$/, "");
  const newest = lists.findLast((/** @type {string} */ path) => lists.filter((/** @type {string} */ other) => folder(other) === folder(path)).length > 1);
  const site = await portalWith({ [newest]: null });
  const portal = await ready(await visit(site.base));
  assert.match(await portal.box.locator("sealed-box > .trouble").innerText(), /1 daftar pencabutan tidak dapat diambil/);
  await choose(portal, VALID);
  assert.equal((await verdictOf(portal.cards.first())).wouldBe, "belum-pasti");
  await portal.context.close();
  site.close();
});

test("a_page_that_stays_open_for_longer_than_its_trust_data_gives_no_verdict", async () => {
  const site = await portalWith({ "trust/snapshot": snapshot((one) => { one.expires = "2026-11-24T00:00:00Z"; }) });
  const portal = await openPortal(browser, "about:blank");
  await portal.page.addInitScript(() => { Date.now = () => /** @type {any} */ (globalThis).moment ?? Date.parse("2026-11-23T08:00:00Z"); });
  await portal.page.goto(site.base);
  await ready(portal);
  for (const frame of portal.page.frames()) await frame.evaluate(() => { /** @type {any} */ (globalThis).moment = Date.parse("2026-11-29T08:00:00Z"); });
  await portal.input.setInputFiles(VALID);
  assert.match(await portal.box.locator("sealed-box > .trouble").innerText(), /Data kepercayaan di laman ini sudah lewat masanya/);
  assert.equal(await portal.cards.count(), 0);
  await portal.context.close();
  site.close();
});

test("of_two_windows_the_newer_state_is_kept", async () => {
  const site = await portalWith();
  const context = await browser.newContext();
  const first = await ready(await visit(site.base, context));
  await first.page.evaluate(() => localStorage.clear());
  // The second window gets the newer state, and is held at the checkpoint until the first has kept the older one.
  const next = grown(publishedEntries());
  const second = await context.newPage();
  let open = () => {};
  const opened = new Promise((resolve) => { open = () => resolve(undefined); });
  const reached = new Promise((resolve) => {
    for (const [path, body] of Object.entries(next)) {
      void second.route("**/" + path, async (route) => { if (path === "log/checkpoint") { resolve(undefined); await opened; } await route.fulfill({ body }); });
    }
  });
  await second.goto(site.base);
  await reached;
  await first.page.reload();
  await ready(first);
  open();
  await second.frameLocator("periksa-dokumen iframe").locator("sealed-box[data-phase=ready]").waitFor();
  const kept = JSON.parse(await second.evaluate(() => Object.values(localStorage).join()));
  assert.equal(kept.version, publishedEntries().length + 1);
  await context.close();
  site.close();
});

test("a_tile_that_a_cache_has_wrong_once_is_asked_for_again", async () => {
  const { tilePath, tile } = log(publishedEntries());
  for (const once of [null, Buffer.from(tile.map((byte, at) => at === 0 ? byte ^ 1 : byte))]) {
    const site = await portalWith({ [tilePath]: (times) => times === 1 ? once : published(tilePath) });
    const portal = await ready(await visit(site.base));
    await portal.context.close();
    site.close();
  }
});

test("a_browser_that_keeps_nothing_is_as_on_its_first_visit", async () => {
  const site = await portalWith();
  const portal = await openPortal(browser, "about:blank");
  await portal.page.addInitScript(() => { Object.defineProperty(globalThis, "localStorage", { get() { throw new DOMException("blocked", "SecurityError"); } }); });
  await portal.page.goto(site.base);
  await ready(portal);
  assert.deepEqual(portal.complaints, []);
  // Nothing is bundled that could stand in for what does not come from the network.
  site.change({ "trust/snapshot": null, "trust/keys/1": null });
  await portal.page.reload();
  assert.equal((await refusal(portal)).key, "trust-absent");
  await portal.context.close();
  site.close();
});

test("what_changes_under_one_name_is_asked_of_the_network_every_time", async () => {
  const site = await portalWith();
  const portal = await ready(await visit(site.base));
  const asked = site.log.length;
  await portal.page.reload();
  await ready(portal);
  const again = site.log.slice(asked).filter((line) => /trust\/(snapshot|keys|trusted_root)|log\/checkpoint/.test(line)).map((line) => line.replace(/.*\/satu\/dua\//, ""));
  assert.deepEqual(again.sort(), ["log/checkpoint", "trust/keys/1", "trust/snapshot", "trust/trusted_root.json"]);
  assert.deepEqual(await portal.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0, "no service worker stands between");
  await portal.context.close();
  site.close();
});

test("a_file_without_end_is_given_up", async () => {
  const site = await portalWith({ "trust/trusted_root.json": Buffer.alloc(65 * 1024 * 1024, 32) });
  const portal = await visit(site.base);
  assert.equal((await refusal(portal)).key, "trust-absent", "a file larger than any is as if it were not there");
  await portal.context.close();
  site.close();
});

for (const [clock, key] of /** @type {const} */ ([["2015-12-30T00:00:00Z", "clock-behind"], ["2069-01-02T00:00:00Z", "trust-expired"]])) {
  test("a_clock_that_says_" + clock.slice(0, 4) + "_gives_no_verdict", async () => {
    const site = await portalWith();
    const portal = await openPortal(browser, "about:blank");
    await portal.page.addInitScript((moment) => { Date.now = () => moment; }, Date.parse(clock));
    await portal.page.goto(site.base);
    assert.equal((await refusal(portal)).key, key);
    await portal.context.close();
    site.close();
  });
}

