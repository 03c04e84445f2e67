// @ts-check
// <moment-choice>: judges the document of its card as of another day. Emits `moment-given` with seconds since 1970, or null for now.
// A day means its end where the device is, as all times on the card are; today means now, because what has not happened yet is no
// evidence.
"use strict";
(() => {
  const { element, language, facts: { label } } = globalThis.Periksa;

  /** Before it the engine knows no moment. */
  const EARLIEST = "1970-01-01";

  const inWords = new Intl.DateTimeFormat((language === "en" ? "en-GB" : "id-ID") + "-u-ca-gregory-nu-latn", { dateStyle: "long", timeStyle: "long" });

  /** The day as date inputs write it: Swedes write it so. @param {number} milliseconds */
  const day = (milliseconds) => new Date(milliseconds).toLocaleDateString("sv-u-ca-gregory-nu-latn");

  /** The end of a day, in seconds. @param {string} value */
  const endOf = (value) => Date.parse(value + "T23:59:59") / 1000;

  class MomentChoice extends HTMLElement {
    /** The moment of the card, null for now. @param {number | null} moment */
    set moment(moment) {
      const today = day(Date.now());
      const input = /** @type {HTMLInputElement} */ (element("input", { type: "date", id: this.#name("date"), min: EARLIEST, max: today, "aria-describedby": this.#name("hint") + " " + this.#name("answer") }));
      input.value = moment === null ? today : day(moment * 1000);
      const answer = element("p", { class: "answer", id: this.#name("answer") });
      const show = element("button", { type: "button" }, label("moment-show"));
      show.addEventListener("click", () => this.#give(input, answer));
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") this.#give(input, answer); });
      const now = moment === null ? null : element("button", { type: "button", class: "now" }, label("moment-now"));
      now?.addEventListener("click", () => this.#emit(null));
      this.replaceChildren(element("details", { open: moment === null ? null : "" }, element("summary", {}, label("moment-choose")),
        element("p", { class: "day" }, element("label", { for: input.id }, label("moment-choose")), " ", input),
        element("p", { class: "hint", id: this.#name("hint") }, label("moment-hint")), element("p", { class: "choices" }, show, now), answer));
    }

    /** Several cards, several inputs. */
    #number = MomentChoice.#count += 1;
    static #count = 0;
    /** @param {string} part */
    #name(part) { return "moment-" + part + "-" + this.#number; }

    /** @param {HTMLInputElement} input @param {Element} answer */
    #give(input, answer) {
      // Asked again now: the page may have been open since yesterday.
      const today = day(Date.now());
      const isDay = /^\d{4}-\d\d-\d\d$/.test(input.value) && input.value >= EARLIEST && input.value <= today;
      answer.textContent = isDay ? "" : label("moment-limits", { earliest: "1970", today: inWords.format(Date.now()) });
      input.toggleAttribute("aria-invalid", !isDay);
      if (isDay) this.#emit(input.value === today ? null : endOf(input.value));
      else {
        this.dispatchEvent(new CustomEvent("announce", { bubbles: true, detail: answer.textContent }));
        input.focus();
      }
    }

    /** @param {number | null} seconds */
    #emit(seconds) {
      this.dispatchEvent(new CustomEvent("moment-given", { bubbles: true, detail: { seconds } }));
    }
  }

  /** @param {string | null} json a file that was not judged is not judged for another day either @param {number | null} moment */
  function momentChoice(json, moment) {
    if (json === null) return null;
    const made = /** @type {any} */ (element("moment-choice"));
    made.moment = moment;
    return made;
  }

  /** What stands above a verdict for another moment. @param {number | null} moment @returns {Element | null} */
  const momentBand = (moment) => moment === null ? null : element("div", { class: "moment-band" },
    element("p", {}, element("strong", {}, momentInShort(moment))), element("p", {}, label("moment-sentence")));

  /** The same for the announcement. @param {number | null} moment */
  const momentInShort = (moment) => moment === null ? "" : label("moment-band", { moment: inWords.format(moment * 1000) });

  if (!customElements.get("moment-choice")) customElements.define("moment-choice", MomentChoice);
  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, momentChoice, momentBand, momentInShort });
})();
