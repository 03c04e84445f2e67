// @ts-check
// <sealed-box>: the story of the sealed frame. It says it is listening; the page around it hands in engine and trust data;
// it locks the door; only then does the drop zone open. Files are judged one after the other, each by its own request.
// The page around it learns height, state and the report: never a file.
"use strict";
(() => {
  const { element, words, visible, Engine, pairs, loadTrust, TrustRefused } = globalThis.Periksa;

  /** Bigger files are refused before they are read; the engine draws the same line. */
  const LARGEST_FILE = 256 * 1024 * 1024;
  const SCHEMA = "periksa-report/1";
  const label = (/** @type {string} */ key, values = {}) => words.label(key, values);

  /** @param {File} file @returns {Source} */
  const sourceOf = (file) => ({ name: file.name, size: file.size, read: (start, end) => file.slice(start, end).arrayBuffer() });

  /** What is shown when no engine could judge the file: never better than "cannot be confirmed". @param {Record<string, unknown>} reason @param {number} bytes */
  const unjudged = (reason, bytes) => ({
    schema: SCHEMA, engine: null, document: { sha256: null, size: bytes }, verdict: "belum-pasti", reasons: [reason], notes: [], signatures: [],
  });

  /**
   * @typedef {{ name: string, size: number, read: (start?: number, end?: number) => Promise<ArrayBuffer> }} Source
   * @typedef {Source & { id: number, signature?: Source, guessed?: boolean, password?: string, added?: Source[], moment?: number, card?: Element, together?: Source[] }} Job a signature is over the file, `guessed` without a name that says so; `added` is evidence from the visitor; `moment` is another one than now; `together` are files of which it is not yet known
   * @typedef {{ phase: "waiting" | "ready" | "fetching" | "reading" | "checking" | "refused", name: string, fraction: number, queue: Job[], problem: string | null }} State
   */
  /** A verdict on a signature and its file names both; one on a file alone names no other. A signature that could not be read is not named. @param {any} report @param {boolean} isPair */
  const isAboutBoth = ({ document, signatures, verdict }, isPair) => isPair === (document.signature_sha256 !== undefined)
    || (isPair && signatures.length === 0 && (verdict === "rusak" || verdict === "belum-pasti"));

  class SealedBox extends HTMLElement {
    /** @type {State} */ #state = { phase: "waiting", name: "", fraction: 0, queue: [], problem: null };
    /** @type {AbortController | null} */ #life = null;
    /** Ends the running job. @type {AbortController | null} */ #running = null;
    /** What it is about. @type {Job | null} */ #judging = null;
    /** Ends with the cards that are shown. */ #shown = new AbortController();
    /** The only job whose result may be shown; every later request makes earlier ones stale. */ #current = 0;
    /** @type {MessagePort | null} */ #page = null;
    /** @type {any} */ #engine = null;
    /** Which document a card is about, for those that ask for more. @type {WeakMap<Element, Job>} */ #asking = new WeakMap();
    /** When the trust data was signed. @type {string | null} */ #issued = null;
    /** Until when it may be used, in seconds since 1970. */ #expires = 0;
    /** Who waits for files that the page fetches. @type {((files: [string, ArrayBuffer | null][]) => void) | null} */ #fetched = null;
    /** Lists that were asked for, by their paths; each waits for the page's answer. @type {Map<string, Promise<ArrayBuffer | null>>} */ #wanted = new Map();
    /** How the answers come. @type {Map<string, (der: ArrayBuffer | null) => void>} */ #answers = new Map();
    /** Who waits until the page is sealed. @type {(() => void) | null} */ #sealed = null;

    connectedCallback() {
      this.#life = new AbortController();
      const { signal } = this.#life;
      window.addEventListener("message", (event) => this.#meetPage(event), { signal });
      this.addEventListener("file-drop", (event) => {
        const { files } = /** @type {CustomEvent<{ files: File[] }>} */ (event).detail;
        this.#take(files.map(sourceOf));
      }, { signal });
      this.addEventListener("announce", (event) => this.#say(String(/** @type {CustomEvent} */ (event).detail)), { signal });
      this.addEventListener("password-given", (event) => this.#again(event, ({ name, size, read, added, moment }) => ({ name, size, read, added, moment, password: /** @type {CustomEvent<{ password: string }>} */ (event).detail.password })), { signal });
      this.addEventListener("content-given", (event) => this.#again(event, (job) => ({ ...sourceOf(/** @type {CustomEvent<{ file: File }>} */ (event).detail.file), signature: job.signature ?? job, added: job.added, moment: job.moment })), { signal });
      this.addEventListener("moment-given", (event) => this.#again(event, (job) => ({ ...job, moment: /** @type {CustomEvent<{ seconds: number | null }>} */ (event).detail.seconds ?? undefined })), { signal });
      this.addEventListener("data-given", (event) => this.#again(event, (job) => ({ ...job, added: [...job.added ?? [], .../** @type {CustomEvent<{ files: File[] }>} */ (event).detail.files.map(sourceOf)] })), { signal });
      this.querySelector(".cancel")?.addEventListener("click", () => this.#cancel(), { signal });
      const heights = new ResizeObserver(() => this.#tellHeight());
      heights.observe(document.documentElement);
      signal.addEventListener("abort", () => heights.disconnect());
      this.#render();
      // A frame that is not sealed, that stands alone, or that has no words, never opens.
      if (!words.isEmpty && self.origin === "null" && window.parent !== window) window.parent.postMessage({ periksa: 1, type: "listening" }, "*");
    }

    disconnectedCallback() {
      this.#cancel();
      this.#life?.abort();
      this.#page?.close();
    }

    /** The first message, once, from the page of this very portal that holds this frame. @param {MessageEvent} event */
    #meetPage(event) {
      const portal = new URL(location.href).origin;
      if (this.#page !== null || event.source !== window.parent || event.origin !== portal) return;
      if (event.data?.periksa !== 1 || event.data.type !== "connect" || event.ports.length !== 1) return;
      this.#page = event.ports[0];
      this.#page.onmessage = (message) => this.#fromPage(message.data);
      this.#tellHeight();
    }

    /** @param {any} message */
    #fromPage(message) {
      if (message.type === "engine" && this.#engine === null) void this.#open(message);
      else if (message.type === "files") this.#fetched?.(message.files);
      else if (message.type === "sealed") this.#sealed?.();
      else if (message.type === "requests") this.#lock.pageRequests = Number(message.count);
      else if (this.#engine === null) return;
      else if (message.type === "list") this.#answers.get(String(message.path))?.(message.der instanceof ArrayBuffer ? message.der : null);
      else if (message.type === "sample-requested") this.#awaitSample(String(message.name));
      else if (message.type === "sample" && this.#state.phase === "fetching") {
        /** @type {ArrayBuffer} */ const bytes = message.bytes;
        this.#change({ phase: "ready" });
        this.#take([{ name: String(message.name), size: bytes.byteLength, read: async (start, end) => start === undefined ? bytes : bytes.slice(start, end) }]);
      } else if (message.type === "sample-failed" && this.#state.phase === "fetching") this.#change({ phase: "ready", problem: label("sample-failed") });
    }

    /** Engine in, door locked, and only then the drop zone. @param {{ wasm: ArrayBuffer, trustedRoot: ArrayBuffer, crls: ArrayBuffer[], newest: string | null, missing: number }} message */
    async #open({ wasm, keys, memory }) {
      let trust, engine;
      try {
        engine = await Engine.compile(wasm);
        const fetchFiles = (/** @type {string[]} */ paths, /** @type {boolean} */ again) => new Promise((resolve) => {
          this.#fetched = resolve;
          this.#tell({ type: "wants", paths, again });
        });
        trust = await loadTrust(await engine.bindings(), { keys, memory }, Math.floor(Date.now() / 1000), fetchFiles);
        await engine.use(trust.files);
      } catch (cause) {
        const refused = cause instanceof TrustRefused;
        this.#change({ phase: "refused", problem: refused ? null : label("engine-refused") });
        this.#tell(refused ? { type: "refused", key: cause.key, detail: cause.detail } : { type: "error", key: "engine-refused" });
        return;
      }
      // The page keeps what was seen, and closes its own doors, before this one is closed and a file may come.
      const sealed = new Promise((resolve) => { this.#sealed = () => resolve(undefined); });
      this.#tell({ type: "admitted", memory: trust.memory });
      await sealed;
      this.#engine = engine;
      [this.#issued, this.#expires] = [trust.issued, trust.expires];
      this.#lock.lock(label("trust-data", { version: trust.version, date: trust.issued }));
      this.#change({ phase: "ready", problem: trust.missing.length > 0 ? label("data-missing", { count: trust.missing.length }) : null });
      this.#tell({ type: "ready" });
    }

    /** A sample is on its way: whatever was shown or running makes room first. @param {string} name */
    #awaitSample(name) {
      this.#cancel();
      this.#clear();
      this.#change({ phase: "fetching", name, problem: null });
    }

    /** @param {Source[]} files */
    #take(files) {
      const idle = this.#state.phase === "ready" || this.#state.phase === "fetching";
      const jobs = files.map((file) => ({ ...file, id: 0, together: files.length > 1 ? files : undefined }));
      if (!idle) return this.#change({ queue: [...this.#state.queue, ...jobs] });
      this.#clear();
      this.#change({ queue: jobs, problem: null });
      void this.#work();
    }

    /** The document of a card once more, with what the card asked for; the card makes room for the new one. @param {Event} event @param {(job: Job) => Omit<Job, "id">} more */
    #again(event, more) {
      const card = /** @type {Element} */ (event.target).closest("verdict-card");
      const job = card === null ? undefined : this.#asking.get(card);
      if (card === null || job === undefined) return;
      // One card has one answer: what was asked for it before is stale, running or waiting.
      const others = this.#state.queue.filter((other) => other.card !== card);
      const next = { ...more(job), id: 0, card };
      if (this.#judging?.card === card) {
        this.#cancel();
        this.#change({ queue: [next, ...others] });
      } else this.#change({ queue: [...others, next] });
      // Who works already comes to what waits.
      if (this.#state.phase === "ready" && this.#running === null) void this.#work();
    }

    /** Judges what waits, one file after the other. */
    async #work() {
      let first = true;
      while (this.#state.queue.length > 0) {
        const id = this.#current += 1;
        this.#running = new AbortController();
        const { signal } = this.#running;
        this.#lock.startCounting();
        this.#tell({ type: "start" });
        await this.#pairUp(this.#state.queue[0], signal);
        if (signal.aborted) return;
        const [job, ...queue] = this.#state.queue;
        job.id = id;
        this.#judging = job;
        this.#change({ phase: "reading", name: job.name, fraction: 0, queue });
        const result = await this.#judge(job, signal);
        if (signal.aborted || job.id !== this.#current) return;
        if (result !== null) this.#show(result, job, first);
        this.#judging = null;
        first = false;
      }
      this.#running = null;
      this.#change({ phase: "ready", name: "" });
    }

    /** Of files that came together, each signature and the file it is over become one. @param {Job} job @param {AbortSignal} signal */
    async #pairUp({ name, together }, signal) {
      if (together === undefined) return;
      this.#change({ phase: "reading", name, fraction: 0 });
      const found = await pairs(together, (/** @type {Uint8Array} */ bytes) => this.#engine.isDetachedSignature(bytes));
      if (signal.aborted) return;
      const others = this.#state.queue.filter((job) => job.together !== together);
      this.#change({ queue: [...found.map((/** @type {Source} */ file) => ({ ...file, id: 0 })), ...others] });
    }

    /** @param {Job} job @param {AbortSignal} signal */
    async #judge(job, signal) {
      // A page may stay open for longer than its trust data may be used.
      if (Date.now() / 1000 > this.#expires) {
        this.#change({ problem: label("trust-ended") });
        return null;
      }
      const seconds = job.moment ?? Math.floor(Date.now() / 1000);
      const notes = job.moment === undefined ? this.#clockNote(seconds) : [];
      const shown = { moment: job.moment ?? null, name: job.name, size: job.size, signature: job.signature?.name, guessed: job.guessed === true, notes, added: /** @type {{ name: string, became: string }[]} */ ([]) };
      const without = (/** @type {Record<string, unknown>} */ reason) => ({ ...shown, report: unjudged(reason, job.size), json: null });
      if (job.size > LARGEST_FILE) return without({ key: "limit-reached", limit: "file-size" });
      let bytes, signature;
      try {
        bytes = new Uint8Array(await job.read());
        if (job.signature) signature = new Uint8Array(await job.signature.read());
      } catch {
        if (!signal.aborted) this.#change({ problem: visible(job.name) + ": " + label("file-unreadable") });
        return null;
      }
      const given = await Promise.all((job.added ?? []).map((file) => this.#evidence(file)));
      if (signal.aborted) return null;
      const evidence = given.map(({ bytes }) => bytes);
      shown.added = (job.added ?? []).map(({ name }, index) => ({ name, became: given[index].became }));
      // What is none is told once, and not brought again.
      job.added = job.added?.filter((_, index) => evidence[index] !== null);
      this.#change({ phase: "checking" });
      try {
        let json, report;
        do {
          json = await this.#engine.examine(bytes, seconds, (/** @type {number} */ fraction) => this.#change({ fraction }), signal, { password: job.password, signature, added: evidence });
          report = JSON.parse(json);
        } while (await this.#wholeLists(report.wanted_lists ?? []) > 0 && !signal.aborted);
        const known = report.schema === SCHEMA && words.verdict(report.verdict) !== undefined && report.document.size === bytes.length && isAboutBoth(report, signature !== undefined);
        return known ? { ...shown, size: bytes.length, report, json, source: this.#source(job, evidence) } : without({ key: "engine-stopped" });
      } catch {
        return without({ key: "engine-stopped" });
      }
    }

    /**
     * Lists that the engine has an index of and needs as a whole: the page fetches them, and is told nothing of what for. How many came.
     * @param {string[]} sha256s
     */
    async #wholeLists(sha256s) {
      const needed = this.#engine.indexed.filter((/** @type {{ sha256: string }} */ { sha256 }) => sha256s.includes(sha256));
      const came = await Promise.all(needed.map(async (/** @type {{ sha256: string, path: string }} */ { sha256, path }) => {
        const asked = this.#wanted.get(path) ?? new Promise((resolve) => {
          this.#answers.set(path, resolve);
          this.#tell({ type: "list-wanted", path });
        });
        this.#wanted.set(path, asked);
        const der = await asked;
        // One that could not be had is asked for again by the next document.
        this.#wanted.delete(path);
        return der !== null && this.#engine.addList(sha256, new Uint8Array(der));
      }));
      return came.filter((one) => one).length;
    }

    /** What the visitor added, and what becomes of it. @param {Source} file @returns {Promise<{ bytes: Uint8Array | null, became: string }>} */
    async #evidence(file) {
      const bytes = file.size > LARGEST_FILE ? null : await file.read().then((read) => new Uint8Array(read), () => null);
      const became = bytes === null ? "refused" : await this.#engine.asData(bytes);
      return { bytes: became === "used" ? bytes : null, became };
    }

    /** What a card may ask for while it is shown: a part of its file, and the engine's word on that part. @param {Job} job @param {(Uint8Array | null)[]} added */
    #source({ name, read, password, signature, moment }, added) {
      const { signal } = this.#shown;
      const evidence = async (/** @type {any} */ report) => {
        const [document, beside] = await Promise.all([read(), signature?.read()].map(async (bytes) => bytes && new Uint8Array(await bytes)));
        const kept = added.filter((bytes) => bytes !== null);
        // Whoever verifies a bundle has no indexes: the lists go in.
        const indexed = this.#engine.indexed.map((/** @type {{ sha256: string }} */ { sha256 }) => sha256);
        if (await this.#wholeLists(indexed) < indexed.length) throw new Error("a list is missing");
        return { ...await this.#engine.evidence(document, Date.parse(report.validation_time) / 1000, signal, { password, signature: beside, added: kept }), document, signature: beside, added: kept };
      };
      return { name, read, evidence, sha256: (/** @type {Uint8Array} */ bytes) => this.#engine.sha256(bytes), content: (/** @type {Uint8Array} */ bytes) => this.#engine.content(bytes), examine: (/** @type {Uint8Array} */ bytes) => this.#engine.examine(bytes, moment ?? Math.floor(Date.now() / 1000), () => {}, signal, { password, added }) };
    }

    /** A clock that is behind the newest data is wrong; the reader is told, and nothing gets better by it. @param {number} seconds */
    #clockNote(seconds) {
      const newest = this.#issued === null ? NaN : Date.parse(this.#issued) / 1000;
      return seconds < newest ? [label("clock-note", { now: new Date(seconds * 1000).toISOString(), data: this.#issued })] : [];
    }

    /** @param {{ name: string, size: number, report: any, json: string | null, notes: string[], added: { name: string, became: string }[], source?: any }} result @param {Job} job @param {boolean} first */
    #show(result, job, first) {
      const card = this.#card({ ...result, tried: job.password !== undefined });
      const prompt = card.querySelector("password-prompt");
      if (card.querySelector("password-prompt, content-prompt, data-prompt, moment-choice")) this.#asking.set(card, job);
      if (job.card?.isConnected) job.card.replaceWith(card);
      else this.#results.append(element("li", {}, card));
      this.#say(card.announcement);
      if (prompt && job.password !== undefined) prompt.focus();
      else if (first || job.card) card.focusHeading();
      this.#tell({ type: "verdict", report: card.shown, moment: job.moment ?? null });
    }

    /** A card that cannot be drawn is a file that was not judged. @param {any} result */
    #card(result) {
      const card = /** @type {any} */ (element("verdict-card"));
      card.shown = result.report;
      try {
        card.result = result;
      } catch {
        card.shown = unjudged({ key: "engine-stopped" }, result.size);
        card.result = { ...result, report: card.shown, json: null };
      }
      return card;
    }

    #cancel() {
      this.#current += 1;
      this.#running?.abort();
      this.#running = null;
      this.#judging = null;
      if (this.#state.phase === "reading" || this.#state.phase === "checking") this.#change({ phase: "ready", name: "", queue: [] });
    }

    #clear() {
      this.#shown.abort();
      this.#shown = new AbortController();
      this.#results.replaceChildren();
      this.#say("");
    }

    /** @param {string} sentence */
    #say(sentence) {
      const region = this.querySelector("[role=status]");
      if (region) region.textContent = sentence;
    }

    /** @param {Record<string, unknown>} message */
    #tell(message) {
      this.#page?.postMessage(message);
    }

    #tellHeight() {
      this.#tell({ type: "height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
    }

    /** @param {Partial<State>} part */
    #change(part) {
      this.#state = { ...this.#state, ...part };
      this.#render();
    }

    get #lock() { return /** @type {any} */ (this.querySelector("lock-state")); }

    get #results() { return /** @type {HTMLElement} */ (this.querySelector(".results")); }

    #render() {
      const { phase, name, fraction, queue, problem } = this.#state;
      this.dataset.phase = phase;
      const busy = phase === "fetching" || phase === "reading" || phase === "checking";
      /** @type {any} */ (this.querySelector("file-drop")).disabled = phase === "waiting" || phase === "refused";
      const work = /** @type {HTMLElement} */ (this.querySelector(".work"));
      work.hidden = !busy;
      if (busy) {
        const key = phase === "fetching" ? "fetching-sample" : phase;
        /** @type {HTMLElement} */ (work.querySelector(".step")).textContent = label(key, { name });
        /** @type {HTMLElement} */ (work.querySelector(".waiting")).textContent = queue.length > 0 ? label("queued", { count: queue.length }) : "";
        const bar = /** @type {HTMLProgressElement} */ (work.querySelector("progress"));
        if (phase === "checking") bar.value = fraction;
        else bar.removeAttribute("value");
      }
      const trouble = /** @type {HTMLElement} */ (this.querySelector(".trouble"));
      trouble.hidden = problem === null;
      trouble.textContent = problem ?? "";
    }
  }

  if (!customElements.get("sealed-box")) customElements.define("sealed-box", SealedBox);
})();
