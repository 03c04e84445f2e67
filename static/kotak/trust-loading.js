// @ts-check
// Loads trust data: the engine names the files it wants and says in the end whether they may be used; the page around this
// frame fetches them. Nothing here judges.
"use strict";
(() => {
  /** Trust data that must not be used: `key` has words on the page, `detail` is for whoever looks after the portal. */
  class TrustRefused extends Error {
    /** @param {string} key @param {string} detail */
    constructor(key, detail) {
      super(key);
      this.key = key;
      this.detail = detail;
    }
  }

  /**
   * @param {any} bindings of the engine
   * @param {{ keys: string, memory: string | null }} trust the keys that the page names, and what this browser remembers
   * @param {number} seconds the device's clock, since 1970
   * @param {(paths: string[], again: boolean) => Promise<[string, ArrayBuffer | null][]>} fetchFiles
   */
  async function loadTrust(bindings, { keys, memory }, seconds, fetchFiles) {
    for (let again = false; ; again = true) {
      /** @type {Map<string, ArrayBuffer>} */ const files = new Map();
      const loading = new bindings.TrustLoading(keys, memory ?? undefined, seconds);
      let step = JSON.parse(loading.step());
      while (step.wants) {
        for (const [path, bytes] of await fetchFiles(step.wants, again)) {
          if (bytes === null) loading.absent(path);
          else {
            files.set(path, bytes);
            loading.supply(path, new Uint8Array(bytes));
          }
        }
        step = JSON.parse(loading.step());
      }
      if (step.refused === undefined) {
        forget(files, step.missing);
        return { ...step, files };
      }
      // A new state may have been published in the middle: asked for once more, it is whole.
      if (again || !step.may_be_a_race) throw new TrustRefused(step.refused, step.detail);
    }
  }

  /**
   * Where one list of an issuer could not be had, its others go too: an older one would say what the newest may have taken back.
   * @param {Map<string, ArrayBuffer>} files @param {string[]} missing
   */
  function forget(files, missing) {
    // Parts of an index may be wanting: then the engine asks for the list itself.
    const folders = missing.filter((path) => /\.(crl|json)$/.test(path)).map((path) => path.replace(/(index\/)?[^/]*$/, ""));
    for (const path of [...files.keys()]) if (folders.some((folder) => path.startsWith(folder))) files.delete(path);
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, loadTrust, TrustRefused });
})();
