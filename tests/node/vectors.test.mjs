// @ts-check
// Every vector in WASM under Node: the report is the native one, byte for byte.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";

const workspace = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const engineFolder = join(workspace, "target", "periksa", "wasm");
const folder = join(workspace, "target", "periksa", "vectors");

execFileSync("cargo", ["run", "--quiet", "--package", "periksa-tests", "--bin", "write-vectors", "--", folder], {
  cwd: workspace,
  stdio: ["ignore", "inherit", "inherit"],
});
const manifest = JSON.parse(readFileSync(join(folder, "vectors.json"), "utf8"));
/** @typedef {{ at: number, trusted_root: string, crls: string[], added: string[] }} Circumstances */
/** What all vectors are judged with that have no circumstances of their own. @type {Circumstances} */
const shared = { at: manifest.at, trusted_root: "trusted_root.json", crls: manifest.crls, added: [] };

// The same classic script as the sealed frame loads.
vm.runInThisContext(readFileSync(join(engineFolder, "verifier.js"), "utf8"));
const compiled = new WebAssembly.Module(readFileSync(join(engineFolder, "verifier.wasm")));

/** A fresh instance for each document, as on the page. */
async function report(
  /** @type {Uint8Array} */ file,
  at = shared.at,
  /** @type {string | undefined} */ password = undefined,
  /** @type {Uint8Array | undefined} */ signature = undefined,
  /** @type {Circumstances} */ circumstances = shared,
) {
  const engine = /** @type {any} */ (globalThis).createVerifierEngine();
  await engine({ module_or_path: compiled });
  const read = (/** @type {string} */ name) => new Uint8Array(readFileSync(join(folder, name)));
  const trustedRoot = read(circumstances.trusted_root);
  const verification = new engine.Verification(new Uint8Array(file), trustedRoot, password, signature);
  for (const name of circumstances.crls) verification.add_crl(read(name));
  for (const name of circumstances.added) verification.add_data(read(name));
  let previous = 0;
  for (let done = 0; done < 1; ) {
    done = verification.advance();
    assert.ok(done >= previous && done <= 1, `progress ${previous} then ${done}`);
    previous = done;
  }
  return verification.conclude(at);
}

for (const name of manifest.vectors) {
  test(`${name}: the WASM's report is the native one`, async () => {
    const native = readFileSync(join(folder, `${name}.json`), "utf8");
    const signature = manifest.detached.includes(name) ? new Uint8Array(readFileSync(join(folder, `${name}.p7s`))) : undefined;
    const file = readFileSync(join(folder, `${name}.bin`));
    const own = manifest.own[name] ?? shared;
    assert.equal(await report(file, own.at, manifest.passwords[name], signature, own), native);
  });
}

test("one file after the other leaves nothing behind", async () => {
  const read = (/** @type {string} */ name) => readFileSync(join(folder, `${name}.bin`));
  const sequence = ["a-valid", "nested-brackets", "a-valid", "a-altered", "xref-bomb", "a-valid"];
  const verdicts = [];
  for (const name of sequence) verdicts.push(JSON.parse(await report(read(name))).verdict);
  assert.deepEqual(verdicts, ["asli", "belum-pasti", "asli", "berubah", "belum-pasti", "asli"]);
});

test("a moment that is no number judges nothing as good", async () => {
  const file = readFileSync(join(folder, "a-valid.bin"));
  for (const at of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
    assert.equal(JSON.parse(await report(file, at)).verdict, "belum-pasti");
  }
});

test("a trusted root that cannot be read is refused with the place", async () => {
  const engine = /** @type {any} */ (globalThis).createVerifierEngine();
  await engine({ module_or_path: compiled });
  const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);
  assert.throws(() => new engine.Verification(bytes(""), bytes("{")), /not a trusted root: JSON error at 1:1/);
});
