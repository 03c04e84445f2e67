// @ts-check
// <periksa-dokumen>: makes the sealed frame, fetches engine and trust data for it, hands them in, and relays what the
// frame tells: height, state and the report. Files go into the frame past this page; it never sees one.
//
// Attributes: box, engine, base (addresses relative to the page), integrity, trust-keys (number and SHA-256 of the newest statement
// of keys), remember (whether the newest state that was seen is kept, so that an older one is refused), title.
// Events (bubbling): periksa-ready, periksa-start, periksa-verdict { report, moment: seconds since 1970 where the reader asked
// for another day's verdict, else null }, periksa-error { key }.

/** How long the frame may say nothing before the page says that something is wrong. */
const PATIENCE_MILLISECONDS = 20_000;

/** No file of a portal is larger: the largest are revocation lists. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** A trouble with words of its own: the element holds them in `<p data-trouble="key">`. */
class Trouble extends Error {
  /** @param {string} key @param {{ cause?: unknown, answered?: boolean }} [how] `answered`: there was an answer, and it was no file */
  constructor(key, { cause, answered = false } = {}) {
    super(key, { cause });
    this.key = key;
    this.answered = answered;
  }
}

/** Of two states that were taken, whether the first is the newer. @param {any} one @param {any} other */
const isNewer = (one, other) => one.keys - other.keys > 0 || (one.keys === other.keys && (one.version - other.version > 0 || (one.version === other.version && one.issued > other.issued)));

class PeriksaDokumen extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** @type {HTMLIFrameElement | null} */ #frame = null;
  /** @type {MessagePort | null} */ #box = null;
  /** @type {PerformanceObserver | null} */ #requests = null;
  #requestCount = 0;
  #ready = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #patience;
  /** What was remembered when this page opened. @type {string | null} */ #memory = null;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    this.#frame = document.createElement("iframe");
    // Scripts to run the engine, downloads to save the report; an origin of its own, so nothing of this site's.
    this.#frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    this.#frame.setAttribute("referrerpolicy", "no-referrer");
    this.#frame.title = this.getAttribute("title") ?? "";
    this.removeAttribute("title");
    this.#frame.src = this.getAttribute("box") ?? "";
    window.addEventListener("message", (event) => this.#meetBox(event), { signal });
    // A file that misses the box must not make the browser leave the page to open it.
    for (const type of ["dragover", "drop"]) window.addEventListener(type, (event) => event.preventDefault(), { signal });
    signal.addEventListener("abort", () => clearTimeout(this.#patience));
    this.#wait();
    if (typeof WebAssembly !== "object") return this.#fail(new Trouble("old-browser"));
    this.append(this.#frame);
  }

  /** Waits anew: the box has said something, or something was handed to it. */
  #wait() {
    clearTimeout(this.#patience);
    this.#patience = setTimeout(() => { if (!this.#ready) this.#fail(new Trouble("box-silent")); }, PATIENCE_MILLISECONDS);
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#requests?.disconnect();
    this.#box?.close();
    this.#frame?.remove();
  }

  /** Whether the box is locked and takes files. */
  get ready() { return this.#ready; }

  /**
   * Fetches a sample letter of this portal and hands it in, as if the reader had chosen it.
   * @param {string} address @param {string} name
   */
  async checkSample(address, name) {
    if (!this.#ready) return;
    this.#frame?.scrollIntoView({ block: "start" });
    this.#frame?.focus({ preventScroll: true });
    this.#box?.postMessage({ type: "sample-requested", name });
    // The box has put the last document away, and with it the count that belonged to it.
    this.#requests?.disconnect();
    try {
      const bytes = await this.#bytes(address);
      this.#box?.postMessage({ type: "sample", name, bytes }, [bytes]);
    } catch {
      this.#box?.postMessage({ type: "sample-failed" });
    }
  }

  /** The frame says that it is listening: only our frame, only from its opaque origin, only once. @param {MessageEvent} event */
  #meetBox(event) {
    if (this.#box !== null || event.source !== this.#frame?.contentWindow || event.origin !== "null") return;
    if (event.data?.periksa !== 1 || event.data.type !== "listening") return;
    const channel = new MessageChannel();
    this.#box = channel.port1;
    this.#box.onmessage = (message) => this.#fromBox(message.data);
    // An opaque origin cannot be named; the message goes to this one window and carries nothing but the port.
    /** @type {Window} */ (event.source).postMessage({ periksa: 1, type: "connect" }, "*", [channel.port2]);
    void this.#supply();
  }

  /** The engine, and what it needs to load trust data; that is fetched here as the box asks for it, because the box cannot. */
  async #supply() {
    try {
      const wasm = await this.#bytes(this.getAttribute("engine") ?? "", { integrity: this.getAttribute("integrity") ?? "" }, "engine-refused");
      this.#memory = this.#recall();
      this.#box?.postMessage({ type: "engine", wasm, keys: this.getAttribute("trust-keys") ?? "", memory: this.#memory }, [wasm]);
    } catch (cause) {
      this.#fail(cause instanceof Trouble ? cause : new Trouble("network", { cause }));
    }
  }

  /** Files of this portal that the box asks for; one that cannot be had is null. @param {string[]} paths @param {boolean} again */
  async #fetchFiles(paths, again) {
    const base = new URL(this.getAttribute("base") ?? ".", document.baseURI);
    // What changes under one name comes from the network: neither a cache nor a mirror of yesterday may answer (threats WEB-25, WEB-32).
    const cache = (/** @type {string} */ path) => again || !/\.crl$|^log\/tile\/|^crl\/.*\/index\//.test(path) ? "no-store" : "default";
    const files = await Promise.all(paths.map(async (path) => {
      const url = new URL(path, base);
      if (!url.href.startsWith(base.href)) return [path, null];
      // The server says that it has none: the engine knows what that means. Without an answer, it is the network.
      return [path, await this.#bytes(url.href, { cache: cache(path) }).catch((cause) => cause.answered ? null : undefined)];
    }));
    if (files.some(([, bytes]) => bytes === undefined)) return this.#fail(new Trouble("network"));
    this.#box?.postMessage({ type: "files", files }, files.flatMap(([, bytes]) => bytes === null ? [] : [bytes]));
  }

  /** A list of which the engine has only the index. The box knows what it has to be. @param {string} path */
  async #supplyList(path) {
    const base = new URL(this.getAttribute("base") ?? ".", document.baseURI);
    const url = new URL(path, base);
    const der = url.href.startsWith(base.href) ? await this.#bytes(url.href).catch(() => null) : null;
    this.#box?.postMessage({ type: "list", path, der }, der === null ? [] : [der]);
  }

  /** What this browser has seen of this portal; a browser that keeps nothing is as on its first visit (threats WEB-32, WEB-33). */
  #recall() {
    try {
      return this.hasAttribute("remember") ? localStorage.getItem(this.#memoryKey) : null;
    } catch {
      return null;
    }
  }

  /** Keeps the state that was taken, unless another window has kept a newer one meanwhile. @param {string} memory */
  #keep(memory) {
    try {
      if (!this.hasAttribute("remember")) return;
      const kept = localStorage.getItem(this.#memoryKey);
      if (kept === null || kept === this.#memory || isNewer(JSON.parse(memory), JSON.parse(kept))) localStorage.setItem(this.#memoryKey, memory);
    } catch {
      // Nothing is kept, and nothing is better for it.
    }
  }

  get #memoryKey() { return "periksa-trust:" + new URL(this.getAttribute("base") ?? ".", document.baseURI).pathname; }

  /** @param {string} address @param {RequestInit} [options] @param {string} [refused] what a failure means when the server did answer */
  async #bytes(address, options = {}, refused = "network") {
    const signal = this.#life?.signal;
    let response;
    try {
      response = await fetch(address, { ...options, credentials: "omit", signal });
    } catch (cause) {
      // A wrong hash and a lost connection reject alike: asked again without the hash, an answer means the bytes were wrong.
      const answered = options.integrity !== undefined && await fetch(address, { method: "HEAD", credentials: "omit", signal }).then((again) => again.ok, () => false);
      throw new Trouble(answered ? refused : "network", { cause });
    }
    if (!response.ok || response.body === null) throw new Trouble("network", { answered: true });
    // Read piece by piece, so that a file without end is given up (threat WEB-26).
    const pieces = [];
    let size = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return new Blob(pieces).arrayBuffer();
      pieces.push(value);
      this.#wait();
      if ((size += value.length) > LARGEST_FILE) {
        await reader.cancel();
        throw new Trouble("network", { answered: true });
      }
    }
  }

  /** No frame of this page may go anywhere from now on, not even to this site: CSP binds navigation only from the parent. */
  #sealPage() {
    const lock = document.createElement("meta");
    lock.httpEquiv = "Content-Security-Policy";
    lock.content = "frame-src 'none'; child-src 'none'";
    document.head.append(lock);
  }

  /** @param {any} message */
  #fromBox(message) {
    switch (message?.type) {
      case "height":
        if (Number.isFinite(message.height) && this.#frame) this.#frame.style.blockSize = Math.min(Math.max(message.height, 0), 200_000) + "px";
        break;
      case "wants":
        this.#wait();
        void this.#fetchFiles(message.paths.map(String), message.again === true);
        break;
      case "list-wanted":
        void this.#supplyList(String(message.path));
        break;
      case "admitted":
        this.#keep(String(message.memory));
        if (this.hasAttribute("seal-page")) this.#sealPage();
        this.#box?.postMessage({ type: "sealed" });
        break;
      case "refused":
        this.#fail(new Trouble(String(message.key)), String(message.detail));
        break;
      case "ready":
        this.#ready = true;
        this.#emit("ready", {});
        break;
      case "start":
        this.#countRequests();
        this.#emit("start", {});
        break;
      case "verdict":
        this.#emit("verdict", { report: message.report, moment: typeof message.moment === "number" ? message.moment : null });
        break;
      case "error":
        // The box has said why it stays shut.
        clearTimeout(this.#patience);
        this.#emit("error", { key: String(message.key) });
        break;
    }
  }

  /** From the moment a file is opened the box also shows what this page asks of the network. */
  #countRequests() {
    this.#requests?.disconnect();
    this.#requestCount = 0;
    const opened = performance.now();
    this.#requests = new PerformanceObserver((list) => {
      this.#requestCount += list.getEntries().filter((entry) => entry.startTime >= opened).length;
      this.#box?.postMessage({ type: "requests", count: this.#requestCount });
    });
    this.#requests.observe({ type: "resource" });
  }

  /** @param {Trouble} trouble @param {string} [detail] for whoever looks after the portal */
  #fail(trouble, detail = "") {
    for (const words of this.querySelectorAll("[data-trouble]")) words.toggleAttribute("hidden", words.getAttribute("data-trouble") !== trouble.key);
    for (const place of this.querySelectorAll("[data-detail]")) place.textContent = detail;
    this.setAttribute("failed", trouble.key);
    this.#frame?.remove();
    this.#emit("error", { key: trouble.key });
  }

  /** @param {string} name @param {object} detail */
  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent("periksa-" + name, { bubbles: true, detail }));
  }
}

if (!customElements.get("periksa-dokumen")) customElements.define("periksa-dokumen", PeriksaDokumen);
