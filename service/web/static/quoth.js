// Marks the quotations of an article on the page that it stands on:
//
//   <script src="https://quoth.example/quoth.js" data-select="article" defer></script>
//
// Each quotation becomes <span class="quoth-quotation" data-speaker="…" data-role="…" data-affiliation="…" title="…">, one for
// each piece of text that it is made of, so that the page's own markup stays as it is. (Not q elements, around which HTML allows no
// quotation marks; the article has its own.) --quoth-background, --quoth-line and --quoth-hue, set on the article or on a
// quotation, change how they look. The element gets the event quoth:done, whose detail is the answer of the service, or
// quoth:failed, whose detail is the error; nothing is ever thrown into the page.
(() => {
  "use strict";

  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script) return; // loaded as a module, which has no element to be told by

  const SKIPPED = "script, style, noscript, template, textarea, select, button, svg, math, [aria-hidden=true]";
  const STYLE = `
    :where(.quoth-quotation) {
      background: var(--quoth-background, hsl(var(--quoth-hue) 70% 50% / 0.16));
      border-bottom: 2px solid var(--quoth-line, hsl(var(--quoth-hue) 55% 45%));
    }
    :where(.quoth-quotation:not([data-speaker])) { border-bottom-style: dotted; --quoth-hue: 0; }`;

  /**
   * @typedef {{start: number, end: number}} Span
   * @typedef {{id: string, name: string, role: string | null, affiliation: string | null}} Speaker
   * @typedef {{id: string, parts: Span[], speaker: Speaker | null, confidence: number | null}} Quotation
   * @typedef {{node: Text, start: number}} Piece a text node, and where it begins in the article's text
   */

  /**
   * The text of an article and the nodes that it is from. White space is as wide as in the source, so that offsets stay true; what
   * stands in another block, or after a line break, is another paragraph.
   * @param {Element} article
   * @returns {{text: string, pieces: Piece[]}}
   */
  function read(article) {
    /** @type {Piece[]} */
    const pieces = [];
    const texts = [];
    let length = 0;
    /** @type {Element | null} */
    let before = null;
    let broken = false;
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      node instanceof Element && !isRead(node) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!(node instanceof Text)) {
        broken ||= node.nodeName === "BR";
        continue;
      }
      if (node.data.trim()) {
        const block = blockOf(node);
        if (before && (block !== before || broken)) {
          texts.push("\n\n");
          length += 2;
        }
        before = block;
        broken = false;
      }
      pieces.push({ node, start: length });
      texts.push(node.data.replace(/[\t\n\f\r]/g, " "));
      length += node.data.length;
    }
    return { text: texts.join(""), pieces };
  }

  /** @param {Element} part whether a reader sees it as text of the article */
  function isRead(part) {
    return !part.matches(SKIPPED) && (part.checkVisibility?.() ?? true);
  }

  /**
   * @param {Text} node
   * @returns {Element | null} the nearest element around it that begins a line of its own
   */
  function blockOf(node) {
    let block = node.parentElement;
    while (block && getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block;
  }

  /**
   * The service counts code points, JavaScript UTF-16 units: return the unit at which each code point begins.
   * @param {string} text
   * @returns {Uint32Array}
   */
  function units(text) {
    const indices = new Uint32Array(text.length + 1);
    let points = 0;
    let index = 0;
    for (const character of text) {
      indices[points++] = index;
      index += character.length;
    }
    indices[points] = index;
    return indices;
  }

  /**
   * Put each piece of each quotation into a span. From the last to the first, so that what is yet to be split keeps its offsets.
   * @param {Piece[]} pieces
   * @param {Quotation[]} quotations
   * @param {Uint32Array} index
   */
  function mark(pieces, quotations, index) {
    const parts = quotations
      .flatMap((quotation) => quotation.parts.map(({ start, end }) => ({ start: index[start], end: index[end], quotation })))
      .sort((one, other) => other.start - one.start);
    const hues = new Map();
    let last = pieces.length - 1;
    for (const { start, end, quotation } of parts) {
      while (last > 0 && pieces[last].start >= end) last--;
      for (let at = last; at >= 0; at--) {
        const { node, start: begins } = pieces[at];
        const from = Math.max(start - begins, 0);
        const to = Math.min(end - begins, node.length);
        if (to > from && node.data.slice(from, to).trim()) wrap(node, from, to, span(quotation, hues));
        if (begins <= start) break;
      }
    }
  }

  /**
   * @param {Text} node
   * @param {number} from
   * @param {number} to
   * @param {HTMLElement} around
   */
  function wrap(node, from, to, around) {
    if (to < node.length) node.splitText(to);
    const words = from > 0 ? node.splitText(from) : node;
    words.before(around);
    around.append(words);
  }

  /**
   * @param {Quotation} quotation
   * @param {Map<string, number>} hues of the speakers so far
   * @returns {HTMLElement}
   */
  function span({ id, speaker, confidence }, hues) {
    const made = document.createElement("span");
    made.className = "quoth-quotation";
    made.dataset.quotation = id;
    made.title = "The article does not say who";
    if (!speaker) return made;
    const { name, role, affiliation } = speaker;
    made.dataset.speaker = name;
    if (role) made.dataset.role = role;
    if (affiliation) made.dataset.affiliation = affiliation;
    if (confidence !== null) made.dataset.confidence = String(confidence);
    made.title = [name, role, affiliation].filter(Boolean).join(", ");
    if (!hues.has(speaker.id)) hues.set(speaker.id, Math.round(hues.size * 137.5) % 360); // the golden angle: no two are near
    made.style.setProperty("--quoth-hue", String(hues.get(speaker.id)));
    return made;
  }

  /** A sheet of the script's own, which the site's Content-Security-Policy does not mind, and any rule of the site overrules. */
  function dress() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  /** @param {Element} article */
  async function annotate(article) {
    try {
      const { text, pieces } = read(article);
      if (!text.trim()) return;
      const response = await fetch(service, {
        method: "POST",
        headers: { "Content-Type": "text/plain; charset=utf-8" }, // with this the browser need not ask beforehand
        body: text,
        credentials: "omit",
      });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.detail ?? response.statusText);
      mark(pieces, answer.quotations, units(text));
      article.dispatchEvent(new CustomEvent("quoth:done", { detail: answer, bubbles: true }));
    } catch (error) {
      console.warn("Quoth: the quotations of this page could not be marked.", error);
      article.dispatchEvent(new CustomEvent("quoth:failed", { detail: error, bubbles: true }));
    }
  }

  const service = new URL("v1/quotes", script.src);
  const select = script.dataset.select ?? "article";
  const start = () => {
    try {
      const articles = [...document.querySelectorAll(select)].filter((article) => !article.querySelector(".quoth-quotation"));
      if (articles.length) dress();
      for (const article of articles) void annotate(article);
    } catch (error) {
      console.warn("Quoth: data-select is no selector.", error);
    }
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
