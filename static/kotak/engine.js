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

  class Engine {
    #module;
    /** @type {Uint8Array} */ #trustedRoot = new Uint8Array(0);
    /** @type {Uint8Array[]} */ #crls = [];

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
      await this.#verification(new Uint8Array(0));
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

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, Engine, EngineStopped });
})();
