// @ts-check
// The verifications of `cargo xtask bench` in WASM, one detached CMS again and again.
//
//     node bench-cms.mjs FOLDER UNIX-SECONDS MILLISECONDS
//
// FOLDER holds content, signature.p7s, trusted_root.json, ca.crl and root.crl. Prints the processor time of one in nanoseconds:
// with a fresh `Verification` in one instance, and with a fresh instance each time, as on the page. The module is compiled
// once, as there.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv } from "node:process";
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

/** Nanoseconds that the main thread has had of a processor (Linux): those that compile beside it do not count. */
const processorTime = () => Number(readFileSync("/proc/self/schedstat", "utf8").split(" ")[0]);

/** @param {() => Promise<string> | string} verify */
async function each(verify) {
  const begun = processorTime();
  const end = performance.now() + Number(milliseconds);
  let runs = 0;
  do {
    await verify();
    runs += 1;
  } while (performance.now() < end);
  return Math.round((processorTime() - begun) / runs);
}

const engine = await instance();
const { verdict } = JSON.parse(report(engine));
if (verdict !== "asli") throw new Error(`${verdict}: not what was to be measured`);
// Until V8 has compiled what runs often a second time, with optimisation.
await each(() => report(engine));
const same = await each(() => report(engine));
const fresh = await each(async () => report(await instance()));
console.log(`${same} ${fresh}`);
