// @ts-check
// <search-box index base>: searches the pages of the portal, on the device. The index of the page's language is fetched when somebody
// begins to search; what is typed goes nowhere. The query stands in the address after #, so that a search can be linked. All words are in
// the page; without script its list of all pages remains.
import { find, open, pieces } from "./search-index.js";

/** @typedef {import("./search-index.js").Index} Index */
/** @typedef {import("./search-index.js").Page} Page */

/** As long as the reader types, nothing is announced. */
const PAUSE = 150;
/** The words for no page and for one. */
const COUNTS = ["none", "one"];

class SearchBox extends HTMLElement {
  /** @type {AbortController | null} */ #life = null;
  /** @type {Promise<Index> | null} */ #index = null;
  #asked = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #pause;

  connectedCallback() {
    this.#life = new AbortController();
    const { signal } = this.#life;
    const form = this.#part("form", HTMLFormElement), field = this.#part("input", HTMLInputElement);
    form.hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#remember(field.value); }, { signal });
    field.addEventListener("input", () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#remember(field.value), PAUSE);
    }, { signal });
    addEventListener("hashchange", () => this.#follow(), { signal });
    this.#follow();
  }

  disconnectedCallback() {
    clearTimeout(this.#pause);
    this.#life?.abort();
  }

  /** Typing makes no steps to go back to. @param {string} typed */
  #remember(typed) {
    clearTimeout(this.#pause);
    const query = typed.trim();
    history.replaceState(null, "", query === "" ? location.pathname + location.search : "#" + new URLSearchParams({ q: query }));
    void this.#search(query);
  }

  /** Searches for what the address asks. One that asks nothing, such as that of the link to the content, changes nothing. */
  #follow() {
    const query = new URLSearchParams(location.hash.slice(1)).get("q");
    // No longer than what can be typed.
    if (query !== null) void this.#search(query.trim().slice(0, this.#part("input", HTMLInputElement).maxLength));
  }

  /** @param {string} query */
  async #search(query) {
    const asked = ++this.#asked;
    const field = this.#part("input", HTMLInputElement);
    if (field.value.trim() !== query) field.value = query;
    if (query === "") return this.#render({ query });
    try {
      const index = await (this.#index ??= fetched(this.getAttribute("index") ?? ""));
      if (asked === this.#asked) this.#render({ query, index });
    } catch {
      this.#index = null;
      if (asked === this.#asked) this.#render({ query, failed: true });
    }
  }

  /** @param {{ query: string, index?: Index, failed?: boolean }} state */
  #render({ query, index, failed = false }) {
    const list = this.#part("ol", HTMLOListElement), status = this.#part("[role=status]", HTMLElement), help = this.#part("[data-none]", HTMLElement);
    const { pages, roots } = index ? find(index, query) : { pages: [], roots: new Set() };
    list.replaceChildren(...pages.map((page) => this.#result(page, (text) => index ? marked(index, text, roots) : [text])));
    list.hidden = pages.length === 0;
    help.hidden = !index || pages.length > 0;
    if (failed) status.textContent = this.#say("network");
    else if (index) status.textContent = this.#say(COUNTS[pages.length] ?? "many").replace("{count}", () => String(pages.length)).replace("{query}", () => query);
    else status.textContent = "";
    // The list of all pages would stand below the results.
    this.#part("[data-all]", HTMLElement).hidden = pages.length > 0;
  }

  /** @param {Page} page @param {(text: string) => (string | Node)[]} marked */
  #result({ url, title, description, section }, marked) {
    const item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("small"), text = document.createElement("p");
    link.href = (this.getAttribute("base") ?? "") + url;
    link.append(...marked(title));
    where.textContent = " " + section;
    text.append(...marked(description));
    item.append(link, where, text);
    return item;
  }

  /** @param {string} key */
  #say(key) {
    return this.querySelector(`[data-say="${key}"]`)?.textContent ?? key;
  }

  /** @template {HTMLElement} T @param {string} selector @param {new () => T} type @returns {T} */
  #part(selector, type) {
    const found = this.querySelector(selector);
    if (!(found instanceof type)) throw new Error("the page has no " + selector);
    return found;
  }
}

/** @param {string} address */
async function fetched(address) {
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(address + ": " + response.status);
  return open(await response.json());
}

/** @param {Index} index @param {string} text @param {Set<string>} roots */
function marked(index, text, roots) {
  return pieces(index, text, roots).map(({ text, found }) => {
    if (!found) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
}

if (!customElements.get("search-box")) customElements.define("search-box", SearchBox);
