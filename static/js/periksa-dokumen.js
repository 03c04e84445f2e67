// @ts-check
// <periksa-dokumen>: makes the sealed frame, fetches engine and trust data for it, hands them in, and relays what the
// frame tells: height, state and the report. Files go into the frame past this page; it never sees one.
//
// Attributes: box, engine, integrity, trust-data, crl-index (addresses relative to the page); title, waiting, try-again (words).
// Events (bubbling): periksa-ready, periksa-start, periksa-verdict { report, moment: seconds since 1970 where the reader asked
// for another day's verdict, else null }, periksa-error { key }.

/** How long the frame may take before the page says that something is wrong. */
const PATIENCE_MILLISECONDS = 20_000;

/** A trouble with words of its own: the element holds them in `<p data-trouble="key">`. */
class Trouble extends Error {
  /** @param {string} key @param {unknown} [cause] */
  constructor(key, cause) {
    super(key, { cause });
    this.key = key;
  }
}

/** @param {string} hex */
const base64FromHex = (hex) => btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((byte) => parseInt(byte, 16))));

class PeriksaDokumen extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** @type {HTMLIFrameElement | null} */ #frame = null;
  /** @type {MessagePort | null} */ #box = null;
  /** @type {PerformanceObserver | null} */ #requests = null;
  #requestCount = 0;
  #ready = false;

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
    const patience = setTimeout(() => { if (!this.#ready) this.#fail(new Trouble("box-silent")); }, PATIENCE_MILLISECONDS);
    signal.addEventListener("abort", () => clearTimeout(patience));
    if (typeof WebAssembly !== "object") return this.#fail(new Trouble("old-browser"));
    this.append(this.#frame);
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

  /** Everything the engine needs, fetched here because the box cannot. */
  async #supply() {
    try {
      const [wasm, trustedRoot, lists] = await Promise.all([
        this.#bytes(this.getAttribute("engine") ?? "", this.getAttribute("integrity") ?? "", "engine-refused"),
        this.#bytes(this.getAttribute("trust-data") ?? ""),
        this.#revocationLists(this.getAttribute("crl-index") ?? ""),
      ]);
      if (this.hasAttribute("seal-page")) this.#sealPage();
      this.#box?.postMessage({ type: "engine", wasm, trustedRoot, ...lists }, [wasm, trustedRoot, ...lists.crls]);
    } catch (cause) {
      this.#fail(cause instanceof Trouble ? cause : new Trouble("network", cause));
    }
  }

  /** The published revocation lists; one that cannot be had is counted, and its absence shows in the verdicts. @param {string} address */
  async #revocationLists(address) {
    const index = JSON.parse(new TextDecoder().decode(await this.#bytes(address)));
    const base = new URL("..", new URL(address, document.baseURI));
    const settled = await Promise.allSettled(index.crls.map((/** @type {any} */ list) =>
      this.#bytes(new URL(list.path, base).href, "sha256-" + base64FromHex(list.sha256))));
    const crls = settled.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
    const newest = index.crls.map((/** @type {any} */ list) => list.this_update).sort().at(-1) ?? null;
    return { crls, newest, missing: settled.length - crls.length };
  }

  /** @param {string} address @param {string} [integrity] @param {string} [refused] what a failure means when the server did answer */
  async #bytes(address, integrity = "", refused = "network") {
    const signal = this.#life?.signal;
    let response;
    try {
      response = await fetch(address, { integrity, credentials: "omit", signal });
    } catch (cause) {
      // A wrong hash and a lost connection reject alike: asked again without the hash, an answer means the bytes were wrong.
      const answered = integrity !== "" && await fetch(address, { method: "HEAD", credentials: "omit", signal }).then((again) => again.ok, () => false);
      throw new Trouble(answered ? refused : "network", cause);
    }
    if (!response.ok) throw new Trouble("network");
    return response.arrayBuffer();
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

  /** @param {Trouble} trouble */
  #fail(trouble) {
    for (const words of this.querySelectorAll("[data-trouble]")) words.toggleAttribute("hidden", words.getAttribute("data-trouble") !== trouble.key);
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
