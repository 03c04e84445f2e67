// @ts-check
// <lock-state>: closes the door of this document for good, shows that it is closed, and counts what knocked since.
// The lock is a second Content-Security-Policy: a policy added to a document can only ever make it stricter.
"use strict";
(() => {
  const { element, words } = globalThis.Periksa;

  /** After this, nothing loads: no script, style, image, frame, font, worker, request or form. The compiled engine may still run. */
  const LOCK = "default-src 'none'; script-src 'wasm-unsafe-eval'; style-src 'none'; connect-src 'none'; img-src 'none'; "
    + "media-src 'none'; font-src 'none'; frame-src 'none'; worker-src 'none'; object-src 'none'; manifest-src 'none'; "
    + "base-uri 'none'; form-action 'none'";

  /** Doors a policy does not name: peer connections. Gone from this realm before a file can be opened. */
  const UNNAMED_DOORS = ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "WebTransport", "WebSocketStream"];

  class LockState extends HTMLElement {
    #locked = false;
    #opened = Infinity;
    #here = 0;
    #page = 0;
    #refused = 0;
    /** Which trust data is behind the door. */ #data = "";
    /** @type {AbortController | null} */ #life = null;
    /** @type {PerformanceObserver | null} */ #observer = null;

    connectedCallback() {
      this.#life = new AbortController();
      document.addEventListener("securitypolicyviolation", () => { this.#refused += 1; this.#render(); }, { signal: this.#life.signal });
      this.#observer = new PerformanceObserver((list) => { this.#here += list.getEntries().filter((entry) => entry.startTime >= this.#opened).length; this.#render(); });
      this.#observer.observe({ type: "resource" });
      this.#render();
    }

    disconnectedCallback() {
      this.#life?.abort();
      this.#observer?.disconnect();
    }

    /** Closes the door. One-way: no script can take the policy away again, not even by removing the element. @param {string} data what is behind it */
    lock(data) {
      this.#data = data;
      for (const name of UNNAMED_DOORS) Reflect.deleteProperty(globalThis, name);
      document.head.append(element("meta", { "http-equiv": "Content-Security-Policy", content: LOCK }));
      this.#locked = true;
      this.#render();
    }

    /** A file is being opened: count from here. */
    startCounting() {
      this.#observer?.takeRecords();
      [this.#opened, this.#here, this.#page, this.#refused] = [performance.now(), 0, 0, 0];
      this.#render();
    }

    /** What the page around this frame has counted for itself. @param {number} count */
    set pageRequests(count) {
      this.#page = count;
      this.#render();
    }

    #render() {
      this.toggleAttribute("locked", this.#locked);
      const lines = [element("p", { class: "lock" }, words.label(this.#locked ? "lock-locked" : "lock-waiting"))];
      if (this.#locked) lines.push(element("p", { class: "data" }, this.#data));
      if (this.#locked && this.#opened < Infinity) {
        const count = words.label("requests-count", { count: this.#here + this.#page });
        lines.push(element("p", { class: "count" }, count, this.#refused > 0 ? " · " + words.label("requests-refused", { count: this.#refused }) : null));
      }
      this.replaceChildren(...lines);
    }
  }

  if (!customElements.get("lock-state")) customElements.define("lock-state", LockState);
})();
