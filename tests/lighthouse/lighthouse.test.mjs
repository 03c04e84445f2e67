// Five kinds of pages, as Lighthouse's mobile preset has them: a slow phone on a slow network, simulated from what was measured. All four
// scores are 100, the largest thing stands within 1.5 s, and nothing moves. Each page is measured three times and the median is taken: the
// measurement is of this machine, which other things keep busy too.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch as launchChrome } from "chrome-launcher";
import lighthouse from "lighthouse";
import { serveCompressed } from "./server.mjs";

const KINDS = [["home", ""], ["a guide", "panduan/pegawai/minta-sertifikat-individu/"], ["the regulation", "peraturan/"], ["a verdict", "putusan/dicabut/"], ["search", "cari/"]];

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
    const score = Object.fromEntries(Object.keys(runs[0].scores).map((name) => [name, median(runs.map(({ scores }) => scores[name]))]));
    const lcp = median(runs.map((run) => run.lcp)), cls = median(runs.map((run) => run.cls));
    console.log(("/" + path).padEnd(40) + " " + Object.entries(score).map(([name, value]) => name + " " + value).join(", ") + "; LCP " + runs.map((run) => (run.lcp / 1000).toFixed(2)).join(" ") + " s, CLS " + cls);
    assert.deepEqual({ score, failed: runs[0].failed }, { score: { performance: 100, accessibility: 100, "best-practices": 100, seo: 100 }, failed: [] });
    assert.ok(lcp < 1500, "largest contentful paint after " + lcp + " ms");
    assert.equal(cls, 0, "nothing moves");
  });
}

/** @param {string} url */
async function measure(url) {
  const answer = await lighthouse(url, { port: chrome.port, output: "json", logLevel: "error" });
  assert.ok(answer, "Lighthouse answers");
  const { categories, audits, runtimeError } = answer.lhr;
  assert.equal(runtimeError, undefined, runtimeError?.message);
  const scores = Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round((score ?? 0) * 100)]));
  // Those that count in a score, except the timings, which the score of performance sums up.
  const counted = Object.values(categories).filter(({ id }) => id !== "performance").flatMap(({ auditRefs }) => auditRefs).filter(({ weight }) => weight > 0);
  const failed = counted.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 1).map(({ id, title }) => id + ": " + title);
  return { scores, failed, lcp: audits["largest-contentful-paint"].numericValue ?? NaN, cls: audits["cumulative-layout-shift"].numericValue ?? NaN };
}

/** @param {number[]} values */
const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
