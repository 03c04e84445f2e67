// @ts-check
// What a word may be a form of. The same rules as site-gen/src/search/stems.rs, which made the index: change both, a test compares them
// over every word of the site. There is no dictionary: a form that has several possible roots gives them all.

/** @param {string} text @returns {string[]} */
export function words(text) {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The possible roots, the likeliest first. @param {string} lang @param {string} word @returns {string[]} */
export function stems(lang, word) {
  if (/\p{N}/u.test(word)) return [word];
  if (lang === "id") return indonesian(word);
  return lang === "en" ? [english(word)] : [word];
}

/** @param {string} word */
function indonesian(word) {
  const bare = without(without(word, ["lah", "kah", "pun"], 5), ["nya"], 3);
  /** @type {string[]} */ const roots = [];
  for (const form of unsuffixed(bare)) reduce(form, 3, roots);
  return [...new Set(roots.map((root) => without(root, ["i"], 4)))];
}

/** -kan and -an. After a vowel, -kan may be the end of a root with -an: kerusakan is rusak, gunakan is guna. @param {string} word */
function unsuffixed(word) {
  const forms = [];
  if (word.endsWith("kan") && size(word) > 6) forms.push(word.slice(0, -3));
  const root = word.slice(0, -2);
  const clear = forms.length > 0 && !isVowel(word.at(-4));
  if (word.endsWith("an") && !clear && isRoot(root)) forms.push(root);
  return forms.length > 0 ? forms : [word];
}

/** Too short, or with two consonants at the end, it is none: simpan is not simp. @param {string} root */
function isRoot(root) {
  return (size(root) > 3 || size(root) === 3 && isVowel(root[0])) && !/[^aiueo][^aiueog]$/u.test(root);
}

/** Takes prefixes off until none is left. @param {string} word @param {number} rounds @param {string[]} roots */
function reduce(word, rounds, roots) {
  const forms = rounds > 0 ? unprefixed(word) : [];
  if (forms.length === 0) roots.push(word);
  for (const form of forms) reduce(form, rounds - 1, roots);
}

/** @param {string} word @returns {string[]} */
function unprefixed(word) {
  /** @param {number} length @param {number} least */
  const off = (length, least) => size(word.slice(length)) >= least ? [word.slice(length)] : [];
  /** The sound that the prefix swallowed. @param {number} length @param {string[]} sounds */
  const nasal = (length, sounds) => {
    const rest = word.slice(length);
    return size(rest) >= 3 ? sounds.map((sound) => sound + rest) : [];
  };
  if (/^[mp]e/.test(word)) {
    if (/^..ny[aiueo]/.test(word)) return nasal(4, ["s"]);
    if (/^..nge...$/u.test(word)) return [...nasal(4, ["", "k"]), word.slice(5)];
    if (/^..ng[aiueo]/.test(word)) return nasal(4, ["", "k"]);
    if (/^..ng/.test(word)) return off(4, 4);
    if (/^..m[aiueo]/.test(word)) return nasal(3, ["p", "m"]);
    if (/^..m[bpf]/.test(word)) return off(3, 4);
    if (/^..n[aiueo]/.test(word)) return nasal(3, ["t", "n"]);
    if (/^..n[cdjtsz]/.test(word)) return off(3, 4);
    if (/^me[lrwy]/.test(word)) return off(2, 4);
    if (/^pe[^aiueomnr]/.test(word)) return off(2, 4);
  }
  if (/^(per|ber|ter)/.test(word)) return off(3, 4);
  if (/^di/.test(word)) return off(2, 3);
  return /^[ks]e([aiueo]|.[aiueo])/u.test(word) ? off(2, 4) : [];
}

/** @param {string} word */
function english(word) {
  let root = without(without(word, ["s"], 3, /[su]s$|is$/), ["ing", "ed"], 3, /eed$/);
  if (root.endsWith("ie")) root = root.slice(0, -1);
  if (root.endsWith("ication")) root = root.slice(0, -7) + "y";
  root = without(without(root, ["ation", "ally", "ly", "er"], 4), ["e"], 3);
  root = without(root, ["at"], 4).replace(/(\p{L})\1$/u, "$1");
  return root.replace(/y$/, "i").replace(/c$/, "k");
}

/** @param {string} word @param {string[]} endings the first that is there goes @param {number} least of what stays @param {RegExp} [unless] */
function without(word, endings, least, unless) {
  const ending = endings.find((one) => word.endsWith(one));
  if (ending === undefined || unless?.test(word)) return word;
  const rest = word.slice(0, -ending.length);
  return size(rest) < least ? word : rest;
}

/** @param {string} text */
const size = (text) => [...text].length;

/** @param {string | undefined} letter */
const isVowel = (letter) => letter !== undefined && "aiueo".includes(letter);
