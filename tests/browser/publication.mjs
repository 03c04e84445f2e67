// Published trust data as an attacker, a mirror or a careless operator could change it, signed where they have the keys: signed
// notes (C2SP signed-note) and the tree of the log (RFC 6962 2.1) written here once more, with Node's own Ed25519 and SHA-256.
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT, SITE } from "./support.mjs";

/** @param {...(Buffer | string)} parts */
export const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** PKCS #8 around the 32 octets of an Ed25519 private key (RFC 8410 7). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** @param {string} name @param {import("node:crypto").KeyObject} key */
function signer(name, key) {
  const octets = Buffer.concat([Buffer.from([1]), createPublicKey(key).export({ type: "spki", format: "der" }).subarray(-32)]);
  const id = sha256(name + "\n", octets).subarray(0, 4);
  return {
    name,
    vkey: name + "+" + id.toString("hex") + "+" + octets.toString("base64"),
    /** @param {string} text */
    line: (text) => "\u2014 " + name + " " + Buffer.concat([id, sign(null, Buffer.from(text), key)]).toString("base64") + "\n",
  };
}

/** Names of the portal's keys. @param {string} part */
const nameOf = (part) => "periksa.paserkab.example/" + part;

/** A demo key, whose private half everybody has. @param {string} part */
export function demoKey(part) {
  const base64 = readFileSync(join(ROOT, "trust/demo/keys", part + ".key"), "utf8").trim().split("+").slice(4).join("+");
  const seed = Buffer.from(base64, "base64").subarray(1);
  return signer(nameOf(part), createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" }));
}

/** A key that nobody knows yet. @param {string} part */
export const newKey = (part) => signer(nameOf(part), generateKeyPairSync("ed25519").privateKey);

/** @param {string} text @param {...ReturnType<typeof signer>} signers */
export const note = (text, ...signers) => Buffer.from(text + "\n" + signers.map((one) => one.line(text)).join(""));

/** The text of a note. @param {Buffer} bytes */
const textOf = (bytes) => bytes.toString().replace(/\n\n[^]*$/, "\n");

/** @param {string} path */
export const published = (path) => readFileSync(join(SITE, path));

/** The published snapshot, changed and signed again. @param {(snapshot: any) => void} change @param {ReturnType<typeof signer>} [by] */
export function snapshot(change, by = demoKey("snapshot")) {
  const json = JSON.parse(textOf(published("trust/snapshot")));
  change(json);
  return note(JSON.stringify(json) + "\n", by);
}

/** The next statement of keys. @param {any} change @param {...ReturnType<typeof signer>} signers */
export function statement(change, ...signers) {
  const json = { ...JSON.parse(textOf(published("trust/keys/1"))), ...change };
  return note(JSON.stringify(json) + "\n", ...signers);
}

/** The hash of a tree over hashes of leaves. @param {Buffer[]} leaves @returns {Buffer} */
export function treeHash(leaves) {
  if (leaves.length <= 1) return leaves[0] ?? sha256();
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256(Buffer.from([1]), treeHash(leaves.slice(0, half)), treeHash(leaves.slice(half)));
}

/** A log of these entries: its checkpoint, its one narrow tile, and what a snapshot says of it. @param {string[]} entries */
export function log(entries, by = demoKey("log")) {
  const leaves = entries.map((entry) => sha256(Buffer.from([0]), entry));
  const root = treeHash(leaves).toString("base64");
  return {
    state: { size: leaves.length, root },
    checkpoint: note(by.name + "\n" + leaves.length + "\n" + root + "\n", by),
    tilePath: "log/tile/0/000.p/" + leaves.length,
    tile: Buffer.concat(leaves),
  };
}

/** The entries of the published log, in their order. */
export function publishedEntries() {
  const size = Number(textOf(published("log/checkpoint")).split("\n")[1]);
  const bundle = published("log/tile/entries/000.p/" + size);
  const entries = [];
  for (let at = 0; at < bundle.length;) {
    const length = bundle.readUInt16BE(at);
    entries.push(bundle.subarray(at + 2, at + 2 + length).toString());
    at += 2 + length;
  }
  return entries;
}
