// @ts-check
// <serial-lookup>: was the certificate with this serial number ever in a revocation list? The issuer's ledger is fetched from this
// portal and the number is compared here. All words and addresses are in the page; this only chooses which are shown.

/** @typedef {{ serial: string, as: "as-decimal" | "as-hexadecimal" }} Reading the number in hexadecimal, whole bytes, and how it was read */
/** @typedef {[serial: string, date: string, reason: string | null, first: string, last: string, listed: boolean]} Row */
/** @typedef {{ since: string | null, until: string | null, rows: Row[] }} Answer what the ledger has for the readings */

/** What went wrong, by the key of its words. */
class Trouble extends Error {}

/** RFC 5280 4.1.2.2: at most 20 octets. */
const DIGITS = 40;

class SerialLookup extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** @type {AbortController | null} */ #asked = null;

  connectedCallback() {
    this.#life = new AbortController();
    const form = this.#part("form", HTMLFormElement);
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); void this.#look(); }, { signal: this.#life.signal });
  }

  disconnectedCallback() {
    this.#life?.abort();
    this.#asked?.abort();
  }

  async #look() {
    this.#asked?.abort();
    const asked = this.#asked = new AbortController();
    const field = this.#part("input", HTMLInputElement);
    this.#render({ working: true });
    try {
      const readings = readingsOf(field.value);
      const answer = await lookUp(this.#part("select", HTMLSelectElement).value, readings, asked.signal);
      this.#render({ readings, answer });
    } catch (cause) {
      if (asked.signal.aborted) return;
      this.#render({ trouble: cause instanceof Trouble ? cause.message : "unreadable" });
    }
  }

  /** @param {{ working?: boolean, trouble?: string, readings?: Reading[], answer?: Answer }} state */
  #render({ working = false, trouble = "", readings = [], answer }) {
    const alert = this.#part("[role=alert]", HTMLElement);
    const status = this.#part("[role=status]", HTMLElement);
    const field = this.#part("input", HTMLInputElement);
    const ofField = ["no-number", "not-a-number", "too-long"].includes(trouble);
    field.toggleAttribute("aria-invalid", ofField);
    if (ofField) field.focus();
    alert.textContent = trouble ? this.#say(trouble) : "";
    alert.hidden = !trouble;
    if (working) status.replaceChildren(element("p", this.#say("working")));
    else if (answer) status.replaceChildren(...this.#answer(readings, answer));
    else status.replaceChildren();
  }

  /** @param {Reading[]} readings @param {Answer} answer */
  #answer(readings, answer) {
    if (answer.since === null) return [element("p", this.#say("no-lists"))];
    const found = readings.flatMap((reading) => answer.rows.filter((row) => row[0] === reading.serial).map((row) => ({ reading, row })));
    if (found.length > 0) return found.flatMap(({ reading, row }) => this.#listed(reading, row));
    const since = this.#date(answer.since), until = this.#date(answer.until ?? answer.since);
    return [
      element("h2", this.#say("never")),
      element("p", this.#say("never-text").replace("{since}", since).replace("{until}", until)),
      this.#table(readings.map((reading) => ["label-serial", this.#serial(reading)])),
    ];
  }

  /** @param {Reading} reading @param {Row} row */
  #listed(reading, [, date, reason, first, last, listed]) {
    const notes = [];
    if (!listed) notes.push("left-text");
    if (reason === "certificateHold") notes.push("hold");
    return [
      element("h2", this.#say(listed ? "listed" : "left")),
      this.#table([
        ["label-serial", this.#serial(reading)],
        ["label-date", this.#date(date)],
        ["label-reason", this.#reason(reason ?? "unspecified")],
        ["label-first", this.#date(first)],
        ["label-last", this.#date(last)],
      ]),
      ...notes.map((key) => element("p", this.#say(key))),
    ];
  }

  /** @param {Reading} reading */
  #serial({ serial, as }) {
    return serial + " (" + this.#say(as) + ")";
  }

  /** @param {string[][]} rows key of the label, value */
  #table(rows) {
    const list = document.createElement("dl");
    list.append(...rows.flatMap(([label, value]) => [element("dt", this.#say(label)), element("dd", value)]));
    return list;
  }

  /** @param {string} key */
  #say(key) {
    return this.querySelector(`[data-say="${key}"]`)?.textContent ?? key;
  }

  /** A reason that the page has no words for is shown as it is. @param {string} name */
  #reason(name) {
    const words = [...this.querySelectorAll("[data-reason]")].find((one) => one.getAttribute("data-reason") === name);
    return words?.textContent ?? name;
  }

  /** @param {string} moment */
  #date(moment) {
    const date = new Date(moment);
    if (Number.isNaN(date.getTime())) return moment;
    return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short", timeZone: "UTC" }).format(date) + " UTC";
  }

  /** @template {HTMLElement} T @param {string} selector @param {new () => T} type @returns {T} */
  #part(selector, type) {
    const found = this.querySelector(selector);
    if (!(found instanceof type)) throw new Error("the page has no " + selector);
    return found;
  }
}

/** What a typed number can mean: digits alone can be decimal and hexadecimal, and both are looked up. @param {string} text @returns {Reading[]} */
function readingsOf(text) {
  const digits = text.replace(/[\s:\u00ad\u200b-\u200f\u2010-\u2012\ufeff-]/g, "");
  if (digits === "") throw new Trouble("no-number");
  if (!/^(0x)?[0-9a-f]+$/i.test(digits)) throw new Trouble("not-a-number");
  const marked = /^0x/i.test(digits) || text.includes(":");
  const hexadecimal = whole(digits.replace(/^0x/i, "").toLowerCase());
  const decimal = marked || !/^[0-9]+$/.test(digits) ? "" : whole(BigInt(digits).toString(16));
  /** @type {Reading[]} */ const readings = [];
  if (decimal !== "" && decimal.length <= DIGITS) readings.push({ serial: decimal, as: "as-decimal" });
  if (hexadecimal.length <= DIGITS && hexadecimal !== decimal) readings.push({ serial: hexadecimal, as: "as-hexadecimal" });
  if (readings.length === 0) throw new Trouble("too-long");
  return readings;
}

/** Whole bytes, without leading zeros. @param {string} digits */
function whole(digits) {
  const shortest = digits.replace(/^0+(?=.)/, "");
  return shortest.length % 2 === 1 ? "0" + shortest : shortest;
}

/** @param {string} address @param {Reading[]} readings @param {AbortSignal} signal @returns {Promise<Answer>} */
async function lookUp(address, readings, signal) {
  const ledger = await json(address, signal);
  if (ledger.schema !== "periksa-ledger/1") throw new Trouble("unreadable");
  const head = { since: ledger.watched_since, until: ledger.watched_until };
  if (Array.isArray(ledger.entries)) return { ...head, rows: ledger.entries };
  const names = new Set(await Promise.all(readings.map(({ serial }) => partOf(serial))));
  const parts = await Promise.all([...names].map((name) => json(new URL("ledger/" + name + ".json", new URL(address, document.baseURI)).href, signal)));
  if (!parts.every((part) => part.schema === "periksa-ledger-part/1" && Array.isArray(part.entries))) throw new Trouble("unreadable");
  return { ...head, rows: parts.flatMap((part) => part.entries) };
}

/** The first octet of SHA-256 over the serial number's octets. @param {string} serial */
async function partOf(serial) {
  if (!globalThis.crypto?.subtle) throw new Trouble("insecure");
  const octets = Uint8Array.from(serial.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", octets));
  return digest[0].toString(16).padStart(2, "0");
}

/** @param {string} address @param {AbortSignal} signal @returns {Promise<any>} */
async function json(address, signal) {
  let response;
  try {
    response = await fetch(address, { credentials: "omit", signal });
  } catch {
    throw new Trouble("network");
  }
  if (!response.ok) throw new Trouble("network");
  return response.json();
}

/** @param {string} name @param {string} text */
function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

if (!customElements.get("serial-lookup")) customElements.define("serial-lookup", SerialLookup);
