// @ts-check
// One certificate judged by a long revocation list in WASM, as on the page: a fresh instance, the first call.
//
//     node bench-crl.mjs FOLDER UNIX-SECONDS
//
// FOLDER holds person.pem, trusted_root.json, long.crl and root.crl. Prints the nanoseconds from handing over the lists to the
// report, and the bytes of WASM memory after it.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const [folder, at] = argv.slice(2);
const engineFolder = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "target", "periksa", "wasm");
const input = (/** @type {string} */ name) => new Uint8Array(readFileSync(join(folder, name)));
const [person, trustedRoot, long, root] = ["person.pem", "trusted_root.json", "long.crl", "root.crl"].map(input);
vm.runInThisContext(readFileSync(join(engineFolder, "verifier.js"), "utf8"));
const engine = /** @type {any} */ (globalThis).createVerifierEngine();
const exports = await engine({ module_or_path: new WebAssembly.Module(readFileSync(join(engineFolder, "verifier.wasm"))) });

const begun = performance.now();
const verification = new engine.Verification(person, trustedRoot);
for (const list of [long, root]) verification.add_crl(list);
while (verification.advance() < 1);
const report = JSON.parse(verification.conclude(Number(at)));
const taken = performance.now() - begun;
const { status } = report.certificates[0].revocation;
if (status !== "good") throw new Error(`${status}: not what was to be measured`);
console.log(`${Math.round(taken * 1e6)} ${exports.memory.buffer.byteLength}`);
