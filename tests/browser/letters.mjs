// The expectations of tests/fixtures/letters.toml, as far as the browser tests need them: file and verdict of each letter.
// Reads only the small part of TOML that file uses: `[[letter]]`, `key = "text"`, `key = ["text", ...]`.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./support.mjs";

/** These stay as they are under the demo anchors; every other verdict is shown as "uji" with the verdict as its would_be. */
const NOT_ABOUT_ANCHORS = new Set(["tidak-dikenal", "tanpa", "rusak"]);

/** @returns {Promise<{ at: string, letters: { file: string, verdict: string, honest: string[] }[] }>} */
export async function expectations() {
  const text = await readFile(join(ROOT, "tests/fixtures/letters.toml"), "utf8");
  /** @type {any[]} */ const letters = [];
  let at = "";
  let open = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("[")) {
      open = line.trim() === "[[letter]]";
      if (open) letters.push({ honest: [] });
      continue;
    }
    const pair = /^(\w+) = (.*)$/.exec(line);
    if (!pair) continue;
    if (pair[1] === "at" && letters.length === 0) at = JSON.parse(pair[2]);
    if (!open) continue;
    if (pair[1] === "file" || pair[1] === "verdict") letters.at(-1)[pair[1]] = JSON.parse(pair[2]);
    if (pair[1] === "also_honest") letters.at(-1).honest.push(...[JSON.parse(pair[2])].flat());
  }
  return { at, letters };
}

/** What the page shows for a verdict of the table when its signer hangs on a demo anchor. @param {string} verdict */
export const underDemoAnchors = (verdict) => NOT_ABOUT_ANCHORS.has(verdict) ? { key: verdict, wouldBe: null } : { key: "uji", wouldBe: verdict };
