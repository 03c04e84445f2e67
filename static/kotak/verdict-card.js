// @ts-check
// <verdict-card>: one document's answer. First who, for which agency and when; then the verdict, what it means, what to do, and why.
// It shows what the report says and adds nothing.
"use strict";
(() => {
  const { element, timeElement, size, shape, words, visible, momentChoice, momentBand, momentInShort, printedReport, proofBundle, saveFile, differences, differencesInShort, intactCopy, signedContent, passwordPrompt, contentPrompt, dataPrompt, addedList, addedInShort,
    mailHeader, certificateCards, crlCard, facts: { label, data, reasonList } } = globalThis.Periksa;

  /** The verdicts under which the name in the certificate is proven to this portal. */
  const NAME_IS_PROVEN = new Set(["asli", "asli-saat-itu", "asli-ditambah"]);

  /** A time-stamp over the document is nobody's signature: it stands in the details alone. @param {any} report @returns {any[]} */
  const signaturesOf = (report) => report.signatures.filter((/** @type {any} */ signature) => signature.kind !== "document-time-stamp");

  /** An article, its quotation in the language of the regulation. @param {string} text */
  function quoting(text) {
    const [before = "", quotation, after = ""] = text.split(/[“”]/);
    return quotation === undefined ? [text] : [before, element("q", { lang: "id" }, quotation), after];
  }

  /** Who signed, for whom, when: rows of a description list. @param {any} signature */
  function who(signature) {
    const { verdict, signer } = signature;
    /** @type {Node[]} */ const rows = [];
    const row = (/** @type {string} */ name, /** @type {Node | string} */ value) =>
      rows.push(element("div", {}, element("dt", {}, label(name)), element("dd", {}, value)));
    row(NAME_IS_PROVEN.has(verdict) ? "signed-by" : verdict === "uji" ? "name-test" : "name-unproven",
      signer?.common_name ? data(signer.common_name) : label("unknown-signer"));
    if (signer) row("organization", signer.organization ? data(signer.organization) : label("no-organization"));
    if (signer?.kind) row("kind", data(signer.kind));
    if (signature.best_signature_time && signature.time_source === "time-stamp") {
      row(verdict === "uji" ? "test-time" : "proven-time", timeElement(signature.best_signature_time, false));
    } else {
      row("time", label("no-proven-time"));
      if (signature.claimed_time) row("claimed-time", timeElement(signature.claimed_time, false));
    }
    return element("dl", { class: "who" }, ...rows);
  }

  /** The same as one sentence, for the announcement. @param {any} report */
  function whoSentence(report) {
    return signaturesOf(report).map((signature) => {
      const proven = signature.best_signature_time && signature.time_source === "time-stamp";
      return [visible(signature.signer?.common_name ?? label("unknown-signer")).slice(0, 80), visible(signature.signer?.organization ?? "").slice(0, 80),
        label("proven-time") + " " + (proven ? timeElement(signature.best_signature_time, false).textContent : label("no-proven-time"))]
        .filter((part) => part !== "").join(", ");
    }).join(". ");
  }

  /** Does it match the letter? The question the reader alone can answer; the answer changes no verdict. */
  function comparison() {
    const answer = element("p", { class: "answer" });
    const choice = (/** @type {string} */ key) => {
      const button = element("button", { type: "button", "aria-pressed": "false" }, label(key));
      button.addEventListener("click", () => {
        for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
        answer.textContent = label(key + "-answer");
      });
      return button;
    };
    const buttons = [choice("compare-yes"), choice("compare-no")];
    return element("section", { class: "comparison" }, element("h4", {}, label("compare-question")), element("p", {}, label("compare-hint")),
      element("p", { class: "choices" }, ...buttons), answer);
  }

  /** @param {any} report */
  function save(report, /** @type {string} */ json) {
    const button = element("button", { type: "button", class: "save" }, label("save-report"));
    button.addEventListener("click", () => saveFile(new Blob([json], { type: "application/json" }), report, ".json"));
    return button;
  }

  class VerdictCard extends HTMLElement {
    /**
     * Draws one document's answer.
     * @param {{ name: string, size: number, signature?: string, guessed?: boolean, report: any, json: string | null, moment: number | null, notes: string[], added: { name: string, became: string }[], source?: any, tried?: boolean }} result
     * `signature` is the name of the file that holds it, where that is another, `guessed` when only the reader may know whether they
     * belong together; `source` gives parts of the file; `moment` is the one judged for, where that is not now
     */
    set result({ name, size: bytes, signature, guessed, report, json, moment, notes, added, source, tried }) {
      const row = words.verdict(report.verdict);
      const taught = report.verdict === "uji" ? words.verdict(report.would_be) : undefined;
      this.setAttribute("translate", "no");
      this.dataset.verdict = report.verdict;
      this.dataset.tone = row.tone;
      if (moment !== null) this.dataset.moment = report.validation_time;
      if (taught) this.dataset.wouldBe = report.would_be;

      const heading = element("h2", { tabindex: "-1", class: "document" }, label("result-for") + " ", data(name),
        ...signature === undefined ? [] : [" " + label("with-signature") + " ", data(signature)], element("small", {}, " · " + size(bytes)));
      const signers = signaturesOf(report).map((signature, index, { length: count }) => element("li", {},
        count > 1 ? element("h3", { class: "number" }, label("signature-of", { number: index + 1, count })) : null, who(signature)));
      const verdict = element("section", { class: "verdict" },
        element("div", { class: "head" }, shape(row.shape), element("h3", {}, row.headline)),
        ...this.#sense(row),
        taught ? element("div", { class: "lesson" },
          element("p", {}, label("would-be")), element("div", { class: "head" }, shape(taught.shape), element("strong", {}, taught.headline)), ...this.#sense(taught)) : null);
      const reasons = this.#reasons(report);
      const shownNotes = this.#notes(report);
      const articles = row.articles.map((/** @type {string} */ key) => words.article(key)).filter(Boolean)
        .map((/** @type {string} */ text) => element("details", { class: "article" }, element("summary", {}, label("article")), element("p", {}, ...quoting(text))));
      const prompt = contentPrompt(report);
      const details = /** @type {any} */ (element("signature-report"));
      details.source = source;
      details.isForAnotherMoment = moment !== null;
      details.report = report;
      this.replaceChildren(...[
        report.verdict === "uji" ? element("p", { class: "test-band" }, label("test-band")) : null,
        momentBand(moment), heading,
        ...notes.map((note) => element("p", { class: "warning" }, note)),
        // A signature that does not fit a file it was never made for is no word against that file.
        prompt?.tried && guessed ? element("p", { class: "warning", "data-note": "pair-guessed" }, label("pair-guessed", { name })) : null,
        signers.length > 0 ? element("ol", { class: "signers" }, ...signers) : null,
        mailHeader(report),
        verdict, ...certificateCards(report), crlCard(report), passwordPrompt(report, tried === true), prompt, addedList(added), dataPrompt(report), this.#differences(report, details), intactCopy(report, source), signedContent(report, source),
        reasonList(reasons, "reasons"), reasonList(shownNotes, "notes"),
        signers.length > 0 ? comparison() : null, ...articles,
        report.policy ? element("p", { class: "policy" }, label("judged-under", { policy: words.value("policy", report.policy.id), version: report.policy.version })) : null, details, momentChoice(json, moment),
        json === null ? null : element("section", { class: "keep" }, element("p", { class: "choices" }, save(report, json), this.#print({ name, size: bytes, signature, report }, moment, source)), proofBundle(report, json, source)),
      ].filter((part) => part !== null));
      this.announcement = (momentInShort(moment) + " " + label("announcement", { name: [name, ...signature === undefined ? [] : [label("with-signature"), signature]].map((part) => visible(part).slice(0, 80)).join(" "), who: whoSentence(report),
        verdict: row.headline + (taught ? ". " + label("would-be") + " " + taught.headline : "") }) + " " + differencesInShort(report) + addedInShort(added)).trim();
    }

    /** The sentence for the live region. */
    announcement = "";

    focusHeading() {
      this.querySelector("h2")?.focus();
    }

    /** The report on paper. @param {{ name: string, size: number, signature?: string, report: any }} result @param {number | null} moment @param {any} source */
    #print(result, moment, source) {
      const button = element("button", { type: "button", class: "save-print" }, label("print-save"));
      button.addEventListener("click", async () => {
        const { report } = result;
        const signers = signaturesOf(report).map((signature) => element("li", {}, who(signature)));
        saveFile(await printedReport(result, signers, momentBand(moment), this.#reasons(report), this.#notes(report), source.sha256), report, ".html");
      });
      return button;
    }

    /** @param {any} row */
    #sense(row) {
      return [element("p", {}, element("b", {}, label("meaning") + ". "), row.meaning), element("p", {}, element("b", {}, label("action") + ". "), row.action)];
    }

    /** What came after signing, and where to get what was signed. @param {any} report @param {Element} details */
    #differences(report, details) {
      const section = differences(report);
      if (section && details.querySelector("[data-kind=signed-version]")) section.append(element("p", {}, label("signed-version-in-details")));
      return section;
    }

    /** The document's reasons and each signature's. @param {any} report */
    #reasons(report) {
      return [...report.reasons, ...report.signatures.flatMap((/** @type {any} */ signature) => signature.reasons ?? [])];
    }

    /** @param {any} report */
    #notes(report) {
      return [...(report.notes ?? []), ...report.signatures.flatMap((/** @type {any} */ signature) => signature.notes ?? [])];
    }
  }

  if (!customElements.get("verdict-card")) customElements.define("verdict-card", VerdictCard);
})();
