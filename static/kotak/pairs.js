// @ts-check
// Files that came together: a detached signature belongs to the file it is over. Which file is a signature is told by its
// content; which file it is over, by the names, or by there being only one other. Anything else would be a guess.
"use strict";
(() => {
  /** Bigger files are not looked into: a detached signature carries certificates and lists, not a document. */
  const LARGEST_SIGNATURE = 1_000_000;
  const ENDING = /\.(p7s|p7m|sig|sign)$/i;

  /**
   * @typedef {{ name: string, size: number, read: (start?: number, end?: number) => Promise<ArrayBuffer> }} Source
   * @param {Source[]} files as they came @param {(bytes: Uint8Array) => Promise<boolean>} isDetachedSignature
   * @returns {Promise<(Source & { signature?: Source, guessed?: boolean })[]>} what is to be judged, in the order in which the files came; `guessed` without a name that says so
   */
  async function pairs(files, isDetachedSignature) {
    /** @type {Set<Source>} */ const signatures = new Set();
    for (const file of files) {
      if (files.length < 2 || file.size > LARGEST_SIGNATURE) continue;
      // A file that cannot be read is told when its turn comes.
      const bytes = await file.read().catch(() => null);
      if (bytes !== null && await isDetachedSignature(new Uint8Array(bytes))) signatures.add(file);
    }
    const contents = files.filter((file) => !signatures.has(file));
    /** @type {Map<Source, { content: Source, guessed: boolean }>} */ const over = new Map();
    for (const signature of signatures) {
      const named = contents.filter((file) => ENDING.test(signature.name) && file.name === signature.name.replace(ENDING, ""));
      if (named.length === 1) over.set(signature, { content: named[0], guessed: false });
      else if (files.length === 2 && contents.length === 1) over.set(signature, { content: contents[0], guessed: true });
    }
    const isPaired = (/** @type {Source} */ file) => [...over.values()].some(({ content }) => content === file);
    return files.filter((file) => !isPaired(file)).map((file) => {
      const pair = over.get(file);
      return pair === undefined ? file : { ...pair.content, signature: file, guessed: pair.guessed };
    });
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, pairs });
})();
