// The markup of every file that is published: html-validate (its recommended rules and those for accessibility) and the Nu Html Checker
// (HTML, CSS, SVG) find nothing. What of them does not hold here is switched off below, each with its reason.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { SITE, files, nothing, serveSite } from "./support.mjs";

const RULES = {
  // The generator writes doctype and attributes in the customary way, and void elements as HTML has them.
  "doctype-style": "off",
  // Where lines end is no matter of what a page says; templates leave blanks at ends of lines that gzip takes care of.
  "no-trailing-whitespace": "off",
  // Markdown's line breaks are written `<br />`, which means the same.
  "void-style": "off",
  // ARIA lets every element with a role of its own be named, such as the list of what a search found.
  "aria-label-misuse": ["error", { allowAnyNamable: true }],
  // Titles are for people, who may need more than 70 characters for the name of a verdict or of a part of the regulation.
  "long-title": "off",
};

/** Messages of the Nu Html Checker that do not hold here, with the reason. */
const KNOWN = [
  // In the frame only. Chromium and Safari read it: no name of a host in a document is looked up before anybody asks for it.
  /^Bad value “x-dns-prefetch-control” for attribute “http-equiv” on element “meta”\.$/,
  // Markdown's line breaks again, whose attributes, were there any, would be quoted.
  /^Trailing slash on void elements has no effect/,
];

test("html_validate_finds_nothing", async () => {
  const validator = new HtmlValidate(new StaticConfigLoader({ extends: ["html-validate:recommended", "html-validate:a11y"], rules: RULES }));
  /** @type {string[]} */ const findings = [];
  for (const path of await files(".html")) {
    const report = await validator.validateString(await readFile(join(SITE, path), "utf8"), path);
    for (const { messages } of report.results) for (const { line, column, ruleId, message } of messages) findings.push(path + ":" + line + ":" + column + " " + ruleId + ": " + message);
  }
  nothing(findings);
});

test("the_nu_html_checker_finds_nothing_in_pages", async () => {
  // From a server, as only then `'self'` in a page's policy means the site; loopback is a host that the checker refuses by itself.
  const site = await serveSite();
  try {
    nothing(await nu([], (await files(".html")).map((path) => site.base + path)));
  } finally {
    site.close();
  }
});

test("the_nu_html_checker_finds_nothing_in_style_sheets_and_pictures", async () => {
  nothing(await nu(["--also-check-css", "--also-check-svg"], (await files(".css", ".svg")).map((path) => join(SITE, path))));
});

/** What the checker says of files or addresses. @param {string[]} options @param {string[]} places @returns {Promise<string[]>} */
const nu = (options, places) => new Promise((done, fail) => {
  const jar = createRequire(import.meta.url).resolve("vnu-jar/build/dist/vnu.jar");
  const words = ["-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar, "--format", "json", "--exit-zero-always", "--stdout", ...options, ...places];
  execFile("java", words, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
    if (error) return fail(new Error(error.message.slice(0, 200) + "\n" + stderr.slice(0, 2000)));
    /** @type {{ messages: { url: string, type: string, message: string, lastLine?: number, extract?: string }[] }} */ const { messages } = JSON.parse(stdout);
    const unknown = messages.filter(({ message }) => !KNOWN.some((known) => known.test(message)));
    done(unknown.map(({ url, type, message, lastLine, extract }) => new URL(url).pathname + ":" + (lastLine ?? "") + " " + type + ": " + message + " " + (extract ?? "")));
  });
});
