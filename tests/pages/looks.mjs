// What is looked at in a page as it stands, in the browser: each function runs there and gives a line for each finding.

/**
 * Nothing is wider than the window, and what can be pressed is large enough for a finger: 24 pixels each way, also where WCAG 2.5.8 would
 * have less because it stands apart. Links that are part of a line are axe's, with the exceptions of the criterion.
 */
export function layout() {
  /** @type {string[]} */ const findings = [];
  const root = document.documentElement;
  const name = (/** @type {Element} */ at) => at.outerHTML.slice(0, 120);
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((at) => at.getBoundingClientRect().right > root.clientWidth + 0.5);
    findings.push("scrolls sideways by " + (root.scrollWidth - root.clientWidth) + " px: " + (wide.at(-1) ? name(/** @type {Element} */ (wide.at(-1))) : "?"));
  }
  for (const target of document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex='0']")) {
    if (!target.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
    const whole = target instanceof HTMLInputElement && target.labels?.[0] || target;
    const { width, height, right, bottom } = whole.getBoundingClientRect();
    if (right <= 0 || bottom <= 0 || width <= 1) continue;
    if (getComputedStyle(target).display !== "inline" && (width < 23.9 || height < 23.9)) findings.push("too small to press, " + width.toFixed(0) + " x " + height.toFixed(0) + ": " + name(target));
  }
  return findings;
}

/** Whatever has the keyboard's focus shows it, whole: the ring is neither cut off nor under something else. */
export function focus() {
  /** @type {string[]} */ const findings = [];
  const root = document.documentElement;
  const before = { x: scrollX, y: scrollY };
  const name = (/** @type {Element} */ at) => at.outerHTML.slice(0, 120);
  for (const target of document.querySelectorAll("a[href], button, summary, input, select, textarea, [tabindex]:not([tabindex='-1'])")) {
    if (!(target instanceof HTMLElement)) continue;
    target.focus();
    if (document.activeElement !== target) continue;
    const style = getComputedStyle(target);
    const ring = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
    if (ring === 0 && style.boxShadow === "none") { findings.push("no ring around the focus: " + name(target)); continue; }
    const reach = Math.max(0, ring + (ring === 0 ? 0 : parseFloat(style.outlineOffset)));
    const boxes = [...target.getClientRects()].filter((box) => box.width > 0);
    if (boxes.length === 0) { findings.push("the focus is on something without a size: " + name(target)); continue; }
    for (const { left, right, top, bottom } of boxes) {
      const outer = { left: left - reach, right: right + reach, top: top - reach, bottom: bottom + reach };
      if (outer.left < -0.5 || outer.right > root.clientWidth + 0.5 || outer.top + scrollY < -0.5) findings.push("the ring leaves the page: " + name(target));
      for (let box = target.parentElement; box && box !== document.body; box = box.parentElement) {
        const clip = getComputedStyle(box);
        if (clip.display === "inline" || clip.overflowX === "visible" && clip.overflowY === "visible") continue;
        const area = box.getBoundingClientRect();
        const x = area.left + box.clientLeft - box.scrollLeft, y = area.top + box.clientTop - box.scrollTop;
        const cut = outer.left < x - 0.5 || outer.right > x + box.scrollWidth + 0.5 || outer.top < y - 0.5 || outer.bottom > y + box.scrollHeight + 0.5;
        if (cut) findings.push("the ring is cut off by <" + box.localName + " class=\"" + box.className + "\">: " + name(target));
      }
    }
    const first = boxes[0];
    const hit = document.elementFromPoint(first.left + first.width / 2, first.top + first.height / 2);
    if (hit && !target.contains(hit) && !hit.contains(target)) findings.push("the focus is under " + name(hit) + ": " + name(target));
  }
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  scrollTo(before.x, before.y);
  return findings;
}

/** On paper, text is dark and its ground is white, or the text says itself that it is not (a filled sign keeps its colours). */
export function paper() {
  /** @type {string[]} */ const findings = [];
  const channel = (/** @type {number} */ value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  /** Over white, as the browser itself reads the colour. @param {string} colour */
  const luminance = (colour) => {
    if (!canvas) throw new Error("no canvas");
    canvas.fillStyle = "white"; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return 0.2126 * channel(red / 255) + 0.7152 * channel(green / 255) + 0.0722 * channel(blue / 255);
  };
  // What folds on the screen is unfolded: the words of the law are on the sheet. A letter leaves alone.
  const laws = document.querySelector("main > .letter") ? [] : document.querySelectorAll("details.law blockquote");
  for (const law of laws) {
    if (!law.checkVisibility() || law.getBoundingClientRect().height === 0) findings.push("not printed: " + law.textContent?.trim().slice(0, 60));
  }
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const at = text.parentElement;
    if (!at || !text.textContent?.trim() || at.closest("svg, script, style") || !at.checkVisibility({ visibilityProperty: true })) continue;
    let ground = "rgba(0, 0, 0, 0)";
    for (let box = /** @type {Element | null} */ (at); box && ground === "rgba(0, 0, 0, 0)"; box = box.parentElement) ground = getComputedStyle(box).backgroundColor;
    const contrast = 1.05 / (luminance(getComputedStyle(at).color) + 0.05);
    const said = "<" + at.localName + " class=\"" + at.className + "\"> " + text.textContent.trim().slice(0, 60);
    if (luminance(ground) < 0.8) findings.push("printed on a dark ground: " + said);
    else if (contrast < 7) findings.push("printed too pale, " + contrast.toFixed(1) + " to 1: " + said);
  }
  return findings;
}
