// Every page can be read where JavaScript is off: the words of its main part are those that it has with JavaScript, except inside custom
// elements, which scripts fill, and which say something useful by themselves.
import { after, before, test } from "node:test";
import { each, launch, nothing, open, pages, serveSite } from "./support.mjs";

/** @type {Awaited<ReturnType<typeof launch>>} */ let browser;
/** @type {Awaited<ReturnType<typeof serveSite>>} */ let site;

before(async () => { [browser, site] = [await launch(), await serveSite()]; });
after(async () => { await browser.close(); site.close(); });

test("every_page_says_the_same_without_script", async () => {
  /** @type {string[]} */ const findings = [];
  const [off, on] = await Promise.all([false, true].map((javaScriptEnabled) => browser.newContext({ javaScriptEnabled, locale: "id-ID" })));
  await each(await pages(), async (path) => {
    const [without, by] = await Promise.all([off, on].map(async (context) => {
      const page = await context.newPage();
      try {
        if (context === on) await open(page, site.base + path); else await page.goto(site.base + path);
        return await page.evaluate(read);
      } finally {
        await page.close();
      }
    }));
    if (without.text !== by.text) findings.push(path + " differs from: " + difference(without.text, by.text));
    for (const name of without.silent) findings.push(path + " <" + name + "> says nothing without script");
  }, 2);
  nothing(findings);
});

/** Runs in the page: the words outside custom elements, and the custom elements that are empty. */
function read() {
  const main = document.querySelector("main") ?? document.body;
  const enhanced = [...main.querySelectorAll("*")].filter((at) => at.localName.includes("-"));
  // An element beside which the page has what it would do is hidden until its script works; one speaks to scripts of other pages alone.
  const silent = enhanced.filter((at) => !at.matches("[hidden], [hidden] *, host-messages") && !(at.textContent ?? "").trim()).map((at) => at.localName);
  const copy = /** @type {Element} */ (main.cloneNode(true));
  for (const at of copy.querySelectorAll("*")) if (at.localName.includes("-") || at.matches("[hidden], script, noscript")) at.remove();
  return { text: (copy.textContent ?? "").replaceAll(/\s+/g, " ").trim(), silent };
}

/** Where two texts part. @param {string} one @param {string} other */
function difference(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return "\"" + one.slice(Math.max(0, at - 20), at + 60) + "\", \"" + other.slice(Math.max(0, at - 20), at + 60) + "\"";
}
