// @ts-check
// The engine, one fresh instance for each document. It takes bytes, evidence and the moment, and gives a report;
// nothing here judges. A trap or an exception ends the instance and is told as EngineStopped.
"use strict";
(() => {
  /** How long one slice may keep the page from answering. */
  const SLICE_MILLISECONDS = 24;

  class EngineStopped extends Error {}

  /** Lets the page paint and answer: a new task, because what scheduler.yield continues goes before other tasks. @returns {Promise<void>} */
  const pause = () => new Promise((resume) => setTimeout(resume, 0));

  /** @typedef {{ sha256: string, path: string, head: Uint8Array, shards: Uint8Array }} Index of a list: its digest and path, and the index itself */
  class Engine {
    #module;
    /** @type {Uint8Array} */ #trustedRoot = new Uint8Array(0);
    /** @type {Uint8Array[]} */ #crls = [];
    /** Of long lists that are not here themselves. @type {Index[]} */ #indexes = [];

    /** @param {WebAssembly.Module} module */
    constructor(module) {
      this.#module = module;
    }

    /** The engine without trust data yet. @param {ArrayBuffer} wasm */
    static async compile(wasm) {
      return new Engine(await WebAssembly.compile(wasm));
    }

    /**
     * Takes the trust data, and tries it once on nothing, so that a browser which cannot run the engine is told before a file is chosen.
     * @param {Map<string, ArrayBuffer>} files by their paths
     */
    async use(files) {
      this.#trustedRoot = new Uint8Array(files.get("trust/trusted_root.json") ?? new ArrayBuffer(0));
      this.#crls = [...files].filter(([path]) => path.endsWith(".crl")).map(([, der]) => new Uint8Array(der));
      const verification = await this.#verification(new Uint8Array(0));
      const heads = [...files.keys()].filter((path) => /\/index\/[^/]+\.json$/.test(path));
      this.#indexes = await Promise.all(heads.map((path) => indexOf(path, files)));
      // One that does not read here clears nobody: its list would be needed, and is missing.
      for (const { head, shards } of this.#indexes) if (!verification.add_index(head, shards)) throw new Error("an index does not read");
    }

    /** The lists of which only an index is here. */
    get indexed() { return this.#indexes.map(({ sha256, path }) => ({ sha256, path })); }

    /** A list decides instead of its index from now on, if it is that list. @param {string} sha256 @param {Uint8Array} der */
    async addList(sha256, der) {
      if (await this.sha256(der) !== sha256) return false;
      if (this.#indexes.some((index) => index.sha256 === sha256)) this.#crls.push(der);
      this.#indexes = this.#indexes.filter((index) => index.sha256 !== sha256);
      return true;
    }

    /** A fresh instance. */
    async bindings() {
      const bindings = globalThis.createVerifierEngine();
      await bindings({ module_or_path: this.#module });
      return bindings;
    }

    /** @param {Uint8Array} file @param {string} [password] @param {Uint8Array} [signature] */
    async #verification(file, password, signature) {
      return new (await this.bindings()).Verification(file, this.#trustedRoot, password, signature);
    }

    /** Whether the bytes are a signature that needs the file it is over beside it. @param {Uint8Array} bytes @returns {Promise<boolean>} */
    async isDetachedSignature(bytes) {
      try {
        return (await this.bindings()).is_detached_signature(bytes) === true;
      } catch {
        // What stops the engine is judged by itself, and told then.
        return false;
      }
    }

    /** What becomes of bytes as evidence: certificates, a revocation list or an OCSP answer are `used`. @param {Uint8Array} bytes @returns {Promise<string>} */
    async asData(bytes) {
      try {
        return (await this.#verification(new Uint8Array(0))).add_data(bytes);
      } catch {
        // What stops the engine is no evidence, and must not stop the document's own instance.
        return "refused";
      }
    }

    /** What a signature holds inside, or undefined. @param {Uint8Array} file @returns {Promise<Uint8Array | undefined>} */
    async content(file) {
      return (await this.#verification(file)).content();
    }

    /**
     * The report on one document, exactly as the engine wrote it.
     * @param {Uint8Array} file @param {number} seconds the moment of validation, since 1970
     * @param {(fraction: number) => void} progress @param {AbortSignal} signal
     * @param {{ password?: string, signature?: Uint8Array, added?: (Uint8Array | null)[] }} beside the password of an encrypted document, the
     * signature that is over the file, and what the visitor added
     * @returns {Promise<string>}
     */
    async examine(file, seconds, progress, signal, beside) {
      try {
        return (await this.#read(file, progress, signal, beside)).conclude(seconds);
      } catch (cause) {
        signal.throwIfAborted();
        throw new EngineStopped("engine-stopped", { cause });
      }
    }

    /**
     * The report once more, with everything that it rests on, for a proof bundle.
     * @param {Uint8Array} file @param {number} seconds @param {AbortSignal} signal @param {{ password?: string, signature?: Uint8Array, added?: Uint8Array[] }} beside
     */
    async evidence(file, seconds, signal, beside) {
      const verification = await this.#read(file, () => {}, signal, beside);
      const json = verification.conclude_with_evidence(seconds);
      /** @type {[string, Uint8Array][]} */ const evidence = [];
      for (let path; (path = verification.evidence_path(evidence.length)) !== undefined;) evidence.push([path, verification.evidence_bytes(evidence.length)]);
      const { sha256 } = await this.bindings();
      return { json, evidence, trustedRoot: this.#trustedRoot, crls: this.#crls, sha256 };
    }

    /** In lower-case hexadecimal; a browser keeps its own digests from pages that came without encryption. @param {Uint8Array} bytes @returns {Promise<string>} */
    async sha256(bytes) {
      return (await this.bindings()).sha256(bytes);
    }

    /** A verification that has everything and every digest. @param {Uint8Array} file @param {(fraction: number) => void} progress @param {AbortSignal} signal @param {{ password?: string, signature?: Uint8Array, added?: (Uint8Array | null)[] }} beside */
    async #read(file, progress, signal, { password, signature, added = [] }) {
      const verification = await this.#verification(file, password, signature);
      for (const der of this.#crls) verification.add_crl(der);
      for (const { head, shards } of this.#indexes) verification.add_index(head, shards);
      for (const bytes of added) if (bytes !== null) verification.add_data(bytes);
      let resumed = performance.now();
      for (let done = verification.advance(); done < 1; done = verification.advance()) {
        if (performance.now() - resumed < SLICE_MILLISECONDS) continue;
        progress(done);
        await pause();
        signal.throwIfAborted();
        resumed = performance.now();
      }
      progress(1);
      await pause();
      signal.throwIfAborted();
      return verification;
    }
  }

  /**
   * The index at this path; shards that could not be had are zeros, which the engine takes for what they are: it asks for the list then.
   * @param {string} path of its head @param {Map<string, ArrayBuffer>} files @returns {Promise<Index>}
   */
  async function indexOf(path, files) {
    const head = new Uint8Array(/** @type {ArrayBuffer} */ (files.get(path)));
    /** @type {{ list: { sha256: string }, shards: { sha256: string, size: number }[] }} */ const { list, shards } = JSON.parse(new TextDecoder().decode(head));
    const folder = path.replace(/[^/]+$/, "shards/");
    const bytes = await new Blob(shards.map(({ sha256, size }) => files.get(folder + sha256 + ".bin") ?? new ArrayBuffer(size))).arrayBuffer();
    return { sha256: list.sha256, path: path.replace(/\/index\/([^/]+)\.json$/, "/$1.crl"), head, shards: new Uint8Array(bytes) };
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, Engine, EngineStopped });
})();
