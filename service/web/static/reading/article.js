// The article with its quotations marked, and the way from one to the next.

/** @import { Answer, Quotation } from "./service.js" */
/** @import { Piece, Stretch } from "./runs.js" */
/** @import { Voice } from "./voices.js" */

import { element } from "./elements.js";
import { cut } from "./runs.js";
import { isDoubtful, spoken } from "./voices.js";

const LONG = 100; // paragraphs; of a longer article, only what is near the screen is laid out

export class Reading {
  /**
   * @param {HTMLElement} article
   * @param {string} text
   * @param {Answer} answer
   * @param {Map<string, Voice>} voices
   */
  constructor(article, text, answer, voices) {
    this.article = article;
    this.voices = voices;
    this.quotations = new Map(answer.quotations.map((quotation) => [quotation.id, quotation]));
    /** @type {Map<string, HTMLElement[]>} what belongs to a quotation or, as evidence, to a speaker */
    this.linked = new Map();
    /** @type {{element: HTMLElement, quotations: Set<Quotation>}[]} */
    this.paragraphs = [];
    /** @type {HTMLElement[]} */
    this.active = [];
    this.#draw(text, answer);
  }

  /**
   * The quotation that an element of the article is part of.
   * @param {EventTarget | null} target
   * @returns {{mark: HTMLElement, quotation: Quotation} | null}
   */
  at(target) {
    const mark = target instanceof Element ? target.closest("mark") : null;
    const quotation = mark && this.quotations.get(mark.dataset.quotation ?? "");
    return quotation && this.article.contains(mark) ? { mark, quotation } : null;
  }

  /**
   * Bring out one quotation: its parts, its cue and mention, and the evidence for its speaker. None for null.
   * @param {Quotation | null} quotation
   */
  activate(quotation) {
    for (const one of this.active) one.classList.remove("active");
    this.active = quotation ? [...this.#of(quotation.id), ...this.#of(quotation.speaker?.id)] : [];
    for (const one of this.active) one.classList.add("active");
  }

  /**
   * Show only some quotations and the paragraphs that they stand in. All for null.
   * @param {((quotation: Quotation) => boolean) | null} chosen
   */
  filter(chosen) {
    for (const { element: paragraph, quotations } of this.paragraphs) {
      paragraph.hidden = chosen !== null && ![...quotations].some(chosen);
    }
    for (const quotation of this.quotations.values()) {
      const other = chosen !== null && !chosen(quotation);
      for (const one of this.#of(quotation.id)) if (one.matches("mark")) one.classList.toggle("other", other);
    }
    this.article.classList.toggle("filtered", chosen !== null);
  }

  /**
   * The button of the quotation before or after one's own, among those shown.
   * @param {Element} button
   * @param {1 | -1} step
   * @returns {HTMLElement | undefined}
   */
  neighbour(button, step) {
    const shown = [...this.article.querySelectorAll("p:not([hidden]) mark:not(.other) > button")];
    const found = shown[shown.indexOf(button) + step];
    return found instanceof HTMLElement ? found : undefined;
  }

  /** @param {string | undefined} id */
  #of(id) {
    return this.linked.get(id ?? "") ?? [];
  }

  /**
   * @param {string} text
   * @param {Answer} answer
   */
  #draw(text, answer) {
    const drawn = document.createDocumentFragment();
    for (const { gap, stretches } of cut(text, answer)) {
      const paragraph = element("p", {}, ...stretches.flatMap((stretch) => this.#stretch(stretch)));
      const quotations = new Set(stretches.flatMap(({ quotation }) => quotation ?? []));
      this.paragraphs.push({ element: paragraph, quotations });
      drawn.append(gap, paragraph);
    }
    this.article.replaceChildren(drawn);
    this.article.classList.toggle("long", this.paragraphs.length > LONG);
  }

  /**
   * @param {Stretch} stretch
   * @returns {Node[]}
   */
  #stretch({ quotation, part, pieces }) {
    const inside = pieces.map((piece) => this.#piece(piece));
    if (!quotation) return inside;
    const voice = quotation.speaker && this.voices.get(quotation.speaker.id);
    const doubtful = isDoubtful(quotation);
    const letters = voice ? voice.letters + (doubtful ? "?" : "") : "?";
    const button = element("button", { type: "button", "aria-label": spoken(quotation, part) });
    const attributes = {
      class: voice ? doubtful && "low" : "nobody",
      "data-quotation": quotation.id,
      "data-hue": voice ? voice.hue : null,
      // Drawn by the stylesheet: what can be selected, copied and searched is the article, and nothing else.
      "data-letters": part ? `…${letters}` : letters,
    };
    const mark = element("mark", attributes, button, ...inside);
    this.#link(mark, quotation.id);
    return [mark];
  }

  /**
   * @param {Piece} piece
   * @returns {Node}
   */
  #piece({ text, marks }) {
    if (!marks.length) return document.createTextNode(text);
    const span = element("span", { class: [...new Set(marks.map(({ kind }) => kind))].join(" ") }, text);
    for (const { kind, owners } of marks) {
      for (const owner of owners) this.#link(span, owner);
      const speaker = kind === "evidence" ? owners[0] : this.quotations.get(owners[0])?.speaker?.id;
      const hue = this.voices.get(speaker ?? "")?.hue;
      if (hue !== undefined && (kind !== "evidence" || !span.dataset.hue)) span.dataset.hue = String(hue);
    }
    return span;
  }

  /**
   * @param {HTMLElement} made
   * @param {string} owner
   */
  #link(made, owner) {
    const all = this.linked.get(owner);
    if (all) all.push(made);
    else this.linked.set(owner, [made]);
  }
}
