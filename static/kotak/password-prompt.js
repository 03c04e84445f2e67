// @ts-check
// <password-prompt>: asks for the password of an encrypted document, inside the card that says it is needed.
// Emits `password-given` with the password, once for each try; it stays in this frame and is not kept.
// Not a <form>: the sealed frame may submit none, so the button and the Enter key do it.
"use strict";
(() => {
  const { element, words } = globalThis.Periksa;
  const label = (/** @type {string} */ key) => words.label(key);

  class PasswordPrompt extends HTMLElement {
    /** Whether a password was tried and did not open the document. */
    tried = false;
    /** @type {AbortController | null} */ #life = null;

    connectedCallback() {
      this.#life = new AbortController();
      const { signal } = this.#life;
      const input = element("input", { type: "password", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-invalid": String(this.tried) });
      const show = element("button", { type: "button", "aria-pressed": "false" }, label("password-show"));
      const open = element("button", { type: "button", class: "open" }, label("password-open"));
      show.addEventListener("click", () => {
        const shown = input.getAttribute("type") === "password";
        input.setAttribute("type", shown ? "text" : "password");
        show.setAttribute("aria-pressed", String(shown));
      }, { signal });
      open.addEventListener("click", () => this.#give(), { signal });
      input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) this.#give(); }, { signal });
      const says = this.tried ? element("span", { class: "wrong" }, label("password-wrong")) : element("span", { class: "hint" }, label("password-hint"));
      this.replaceChildren(element("label", {}, element("b", {}, label("password")), says, input), element("div", { class: "choices" }, show, open));
    }

    disconnectedCallback() {
      this.#life?.abort();
      this.replaceChildren();
    }

    focus() {
      this.querySelector("input")?.focus();
    }

    #give() {
      const input = /** @type {HTMLInputElement} */ (this.querySelector("input"));
      if (input.value === "") return this.focus();
      const password = input.value;
      input.value = "";
      this.dispatchEvent(new CustomEvent("password-given", { bubbles: true, detail: { password } }));
    }
  }

  /** The prompt for a report that needs a password, or nothing. @param {any} report @param {boolean} tried */
  function passwordPrompt(report, tried) {
    const needed = report.reasons.some((/** @type {any} */ reason) => reason.key === "password-needed");
    return needed ? Object.assign(element("password-prompt"), { tried }) : null;
  }

  if (!customElements.get("password-prompt")) customElements.define("password-prompt", PasswordPrompt);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, passwordPrompt });
})();
