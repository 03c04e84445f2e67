// @ts-check
// The verifications of `cargo xtask bench` in WASM, one detached CMS again and again.
//
//     node bench-cms.mjs FOLDER UNIX-SECONDS MILLISECONDS
//
// FOLDER holds content, signature.p7s, trusted_root.json, ca.crl and root.crl. Prints two medians in nanoseconds: with a fresh
// `Verification` in one instance, and with a fresh instance each time, as on the page. The module is compiled once, as there.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv, hrtime } from "node:process";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const [folder, at, milliseconds] = argv.slice(2);
const engineFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "target", "periksa", "wasm");
const input = (/** @type {string} */ name) => new Uint8Array(readFileSync(join(folder, name)));
const [content, signature, trustedRoot] = ["content", "signature.p7s", "trusted_root.json"].map(input);
const lists = ["ca.crl", "root.crl"].map(input);
vm.runInThisContext(readFileSync(join(engineFolder, "verifier.js"), "utf8"));
const compiled = new WebAssembly.Module(readFileSync(join(engineFolder, "verifier.wasm")));

async function instance() {
  const engine = /** @type {any} */ (globalThis).createVerifierEngine();
  await engine({ module_or_path: compiled });
  return engine;
}

function report(/** @type {any} */ engine) {
  const verification = new engine.Verification(content, trustedRoot, undefined, signature);
  for (const list of lists) verification.add_crl(list);
  while (verification.advance() < 1);
  const report = verification.conclude(Number(at));
  verification.free();
  return report;
}

/** @param {() => Promise<string> | string} verify */
async function median(verify) {
  const times = [];
  const patience = BigInt(milliseconds) * 1_000_000n;
  for (const begun = hrtime.bigint(); hrtime.bigint() - begun < patience; ) {
    const start = hrtime.bigint();
    await verify();
    times.push(hrtime.bigint() - start);
  }
  times.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return times[times.length >> 1];
}

const engine = await instance();
const { verdict } = JSON.parse(report(engine));
if (verdict !== "asli") throw new Error(`${verdict}: not what was to be measured`);
// Until V8 has compiled what runs often a second time, with optimisation.
await median(() => report(engine));
const same = await median(() => report(engine));
const fresh = await median(async () => report(await instance()));
console.log(`${same} ${fresh}`);
