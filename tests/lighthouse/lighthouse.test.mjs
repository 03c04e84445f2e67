// Five kinds of pages, as Lighthouse's mobile preset has them: a slow phone on a slow network, simulated from what was measured. All four
// scores are 1 (Lighthouse shows 100), the largest thing stands within 1.5 s, and nothing moves. Each page is measured three times and the
// median is taken: the measurement is of this machine, which other things keep busy too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch as launchChrome } from "chrome-launcher";
import lighthouse from "lighthouse";
import { serveCompressed } from "./server.mjs";

const KINDS = [["home", ""], ["a guide", "panduan/pegawai/minta-sertifikat-individu/"], ["the regulation", "peraturan/"], ["a verdict", "putusan/dicabut/"], ["search", "cari/"]];

/** The box on the home page is as tall as its fonts, which differ by a few pixels; a page pushed down by one line moves by about 0.03. */
const A_FEW_PIXELS = 0.01;

const TIMES = Number(process.env.PERIKSA_TIMES ?? 3);

/** @type {Awaited<ReturnType<typeof serveCompressed>>} */ let site;
/** @type {Awaited<ReturnType<typeof launchChrome>>} */ let chrome;

before(async () => {
  site = await serveCompressed();
  chrome = await launchChrome({
    chromePath: process.env.PERIKSA_CHROMIUM ?? "/usr/bin/chromium",
    chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  });
});
after(async () => { chrome?.kill(); site?.close(); });

for (const [kind, path] of KINDS) {
  test("full_marks_for_" + kind.replaceAll(" ", "_"), async () => {
    const runs = [];
    for (let time = 0; time < TIMES; time += 1) runs.push(await measure(site.base + path));
    // A score and what failed in it are of one run.
    const shown = Object.fromEntries(Object.keys(runs[0].categories).map((name) => [name, median(runs.map(({ categories }) => categories[name]), ({ score }) => score)]));
    const score = Object.fromEntries(Object.entries(shown).map(([name, { score }]) => [name, score]));
    const lcp = median(runs.map((run) => run.lcp), Number), cls = median(runs.map((run) => run.cls), Number);
    console.log(("/" + path).padEnd(40) + " " + Object.entries(score).map(([name, value]) => name + " " + value).join(", ") + "; LCP " + runs.map((run) => (run.lcp / 1000).toFixed(2)).join(" ") + " s, CLS " + cls);
    const failed = Object.values(shown).flatMap(({ failed }) => failed);
    assert.deepEqual({ score, failed }, { score: { performance: 1, accessibility: 1, "best-practices": 1, seo: 1 }, failed: [] });
    assert.ok(lcp < 1500, "largest contentful paint after " + lcp + " ms");
    assert.ok(cls <= A_FEW_PIXELS, "layout shift of " + cls);
  });
}

/** @param {string} url */
async function measure(url) {
  const answer = await lighthouse(url, { port: chrome.port, output: "json", logLevel: "error" });
  assert.ok(answer, "Lighthouse answers");
  const { categories, audits, runtimeError } = answer.lhr;
  assert.equal(runtimeError, undefined, runtimeError?.message);
  const scored = Object.fromEntries(Object.values(categories).map(({ id, score, auditRefs }) => {
    // Those that count in the score, except the timings, which the score of performance sums up.
    const counted = id === "performance" ? [] : auditRefs.filter(({ weight }) => weight > 0);
    // Lighthouse rounds a score to hundredths; what failed is told where that hides it.
    const failed = counted.map((audit) => audits[audit.id]).filter(({ score }) => score === null || score < 1).map(({ id, title }) => id + ": " + title);
    return [id, { score: score ?? 0, failed }];
  }));
  return { categories: scored, lcp: audits["largest-contentful-paint"].numericValue ?? NaN, cls: audits["cumulative-layout-shift"].numericValue ?? NaN };
}

/** The one in the middle, in the order of what `by` counts. @template Value @param {Value[]} values @param {(value: Value) => number} by */
const median = (values, by) => values.toSorted((one, other) => by(one) - by(other))[Math.floor(values.length / 2)];
