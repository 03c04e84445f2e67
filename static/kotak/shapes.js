// @ts-check
// The shape of each verdict, drawn as SVG nodes. Shape and words carry the meaning; colour only repeats it.
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const CIRCLE = "M24 4a20 20 0 1 0 0 40a20 20 0 1 0 0-40z";
  const QUESTION = "M18.5 19a5.5 5.5 0 1 1 8 4.9c-1.7.9-2.5 2.1-2.5 4v1M24 34v.5";

  /** Each shape: outlines, then the sign inside. @type {Record<string, string[]>} */
  const SHAPES = {
    "circle-check": [CIRCLE, "M15 24.5l6.5 6.5l12-13"],
    "circle-check-page": ["M20 4a16 16 0 1 0 0 32a16 16 0 1 0 0-32z", "M13 20.5l5 5l9-10", "M32 26h11v18h-15v-9"],
    "clock-check": [CIRCLE, "M24 12v12l7 4", "M30 40l5 5l10-11"],
    "octagon-cross": ["M16 4h16l12 12v16l-12 12h-16l-12-12v-16z", "M17 17l14 14M31 17l-14 14"],
    "ban": [CIRCLE, "M10 10l28 28"],
    "diamond-question": ["M24 3l21 21l-21 21l-21-21z", QUESTION],
    "person-question": ["M15 6a7 7 0 1 0 0 14a7 7 0 1 0 0-14z", "M3 42v-5a12 12 0 0 1 20-9", "M29 17a6 6 0 1 1 9 5.2c-2 1.200-3 2.5-3 4.8v2M35 36v.5"],
    "flask": ["M18 4h12M20 4v14l-12 22a3 3 0 0 0 3 4h26a3 3 0 0 0 3-4l-12-22v-14", "M14 31h20"],
    "broken": ["M10 4h18l10 10v8l-6 5l-5-5l-6 6l-5-5l-6 5z", "M10 36l6-5l5 5l6-6l5 5l6-5v14h-28z"],
    "dashed": ["M10 4h18l10 10v30h-28z", "M17 34h14"],
  };

  /** @param {string} name @returns {SVGSVGElement} */
  function shape(name) {
    const svg = document.createElementNS(SVG, "svg");
    for (const [key, value] of Object.entries({ viewBox: "0 0 48 48", class: "shape", "data-shape": name, "aria-hidden": "true", focusable: "false" })) svg.setAttribute(key, value);
    for (const d of SHAPES[name] ?? SHAPES["diamond-question"]) {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", d);
      svg.append(path);
    }
    return svg;
  }

  globalThis.Periksa = Object.freeze({ ...globalThis.Periksa, shape });
})();
