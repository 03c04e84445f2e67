// Not a test: pictures of pages for people to look at, on a phone and a desk, light and dark, in target/periksa/pictures.
//   node tests/pages/pictures.mjs panduan/ en/peraturan/#pasal-9        (without arguments: ten kinds of pages)
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DESK, PHONE, ROOT, each, launch, open, serveSite } from "./support.mjs";

const KINDS = ["", "panduan/", "panduan/pegawai/minta-sertifikat-individu/", "panduan/warga/periksa-surat/", "peraturan/", "putusan/", "putusan/dicabut/", "istilah/", "cari/", "surat/surat-pengantar/"];
const FOLDER = join(ROOT, "target/periksa/pictures");
// A picture of all of a very long page shows nothing any more.
const TALLEST = 6000;

const wanted = process.argv.length > 2 ? process.argv.slice(2) : KINDS;
await mkdir(FOLDER, { recursive: true });
const [browser, site] = [await launch(), await serveSite()];
try {
  await each(wanted, async (path) => {
    for (const [device, viewport] of /** @type {const} */ ([["phone", PHONE], ["desk", DESK]])) {
      const context = await browser.newContext({ viewport, locale: "id-ID" });
      const page = await context.newPage();
      await open(page, site.base + path);
      const height = Math.min(TALLEST, await page.evaluate(() => document.documentElement.scrollHeight));
      // What stands in the frame is painted only where it is inside the window.
      await page.setViewportSize({ width: viewport.width, height: Math.max(viewport.height, height) });
      for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(300);
        const name = (path.replaceAll(/[/#]+/g, "-").replace(/-$/, "") || "home") + "-" + device + "-" + colorScheme + ".png";
        await page.screenshot({ path: join(FOLDER, name) });
      }
      await context.close();
    }
    console.log(path || "(home)");
  }, 2);
} finally {
  await browser.close();
  site.close();
}
console.log("in " + FOLDER);
