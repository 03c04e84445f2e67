// @ts-check
// <policy-rules for="id">: links to the pages of the verdicts that were given, and to the rules of the policy that made a difference
// in a result. The sealed box names them, but is locked and can lead nowhere; this page can. Every link is in the page already: a report only chooses which are shown.

class PolicyRules extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;

  connectedCallback() {
    this.#life = new AbortController();
    const box = document.getElementById(this.getAttribute("for") ?? "");
    // What is shown belongs to the results in the box: with the next file those before are put away.
    box?.addEventListener("periksa-start", () => this.#hide(), { signal: this.#life.signal });
    box?.addEventListener("periksa-verdict", (event) => this.#show(/** @type {CustomEvent} */ (event).detail.report), { signal: this.#life.signal });
  }

  disconnectedCallback() {
    this.#life?.abort();
  }

  #hide() {
    for (const link of this.querySelectorAll("[data-rule], [data-verdict]")) {
      for (const shown of [link, link.closest("div")]) shown?.setAttribute("hidden", "");
    }
  }

  /** Only the verdict itself: what a test certificate would have been is told in the card, never outside of its band. @param {any} report */
  #show(report) {
    // Also without a new file: judged for another day, the verdict before no longer holds.
    this.#hide();
    const rules = (report?.signatures ?? []).flatMap((/** @type {any} */ signature) => signature.policy_rules ?? []);
    const used = new Set([report?.verdict, ...rules]);
    for (const link of this.querySelectorAll("[data-rule], [data-verdict]")) {
      if (!used.has(link.getAttribute("data-rule") ?? link.getAttribute("data-verdict"))) continue;
      for (const shown of [link, link.closest("div")]) shown?.removeAttribute("hidden");
    }
  }
}

if (!customElements.get("policy-rules")) customElements.define("policy-rules", PolicyRules);
