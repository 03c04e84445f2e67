// @ts-check
// <host-messages for="id">: on the page that agencies embed. Tells the page around it how high this one is and what the verdict was:
// { periksa: 1, type: "ready" | "start" | "height" | "verdict" | "error", … }. Never the file, its name, or who signed it: whoever
// put this page into a frame hears it, and no name is told to them. Nothing is heard from outside.

class HostMessages extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** @type {ResizeObserver | null} */ #size = null;

  connectedCallback() {
    if (window.parent === window) return;
    this.#life = new AbortController();
    const box = document.getElementById(this.getAttribute("for") ?? "");
    /** @param {string} type @param {(detail: any) => object} message */
    const relay = (type, message) => box?.addEventListener("periksa-" + type, (event) => this.#tell(type, message(/** @type {CustomEvent} */ (event).detail)), { signal: this.#life?.signal });
    relay("ready", () => ({}));
    relay("start", () => ({}));
    relay("verdict", ({ report, moment }) => verdict(report, moment));
    relay("error", ({ key }) => ({ key }));
    this.#size = new ResizeObserver(() => this.#tell("height", { height: Math.ceil(document.body.getBoundingClientRect().height) }));
    this.#size.observe(document.body);
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#size?.disconnect();
  }

  /** The host's origin is not known here, and nothing is told that it may not hear. @param {string} type @param {object} message */
  #tell(type, message) {
    window.parent.postMessage({ periksa: 1, type, ...message }, "*");
  }
}

/** What a host is told of a report. @param {any} report @param {number | null} moment */
function verdict(report, moment) {
  return {
    verdict: report?.verdict ?? null,
    would_be: report?.would_be ?? null,
    document_sha256: report?.document?.sha256 ?? null,
    validation_time: report?.validation_time ?? null,
    another_moment: moment !== null,
    engine_version: report?.engine?.version ?? null,
    policy: report?.policy?.id ?? null,
    policy_version: report?.policy?.version ?? null,
    trust_version: report?.trust?.version ?? null,
    signatures: Array.isArray(report?.signatures) ? report.signatures.length : 0,
  };
}

if (!customElements.get("host-messages")) customElements.define("host-messages", HostMessages);
