// What is known of a quotation, shown beside it while it is pointed at or has the focus.

/** @import { Passage, Quotation } from "./service.js" */
/** @import { Reading } from "./article.js" */

import { element } from "./elements.js";
import { isDoubtful, percent } from "./voices.js";

const LINGER = 300; // milliseconds that it stays after the pointer has left, to move over to it

const KINDS = /** @type {Record<string, string>} */ ({
  organization: "An organization",
  group: "Several people",
  unnamed: "Not named in the article",
  document: "A document",
});

export class Card {
  /**
   * @param {HTMLElement} card
   * @param {HTMLElement} article in which `reading` is drawn, again and again
   */
  constructor(card, article) {
    this.card = card;
    /** @type {Reading | null} */
    this.reading = null;
    this.leaving = 0;
    /** @type {HTMLElement | null} the part that it is shown for */
    this.shown = null;

    article.addEventListener("pointerover", (event) => event.pointerType === "mouse" && this.#show(event.target));
    article.addEventListener("pointerout", (event) => event.pointerType === "mouse" && this.#leave());
    card.addEventListener("pointerenter", () => clearTimeout(this.leaving));
    card.addEventListener("pointerleave", () => this.#leave());
    article.addEventListener("focusin", (event) => this.#show(event.target));
    article.addEventListener("focusout", () => this.#leave(0));
    article.addEventListener("click", (event) => this.#choose(event.target));
    article.addEventListener("keydown", (event) => this.#move(event));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  /** @param {Reading} reading */
  read(reading) {
    this.hide();
    this.reading = reading;
  }

  hide() {
    clearTimeout(this.leaving);
    this.card.hidden = true;
    this.shown?.querySelector("button")?.removeAttribute("aria-describedby");
    this.shown = null;
    this.reading?.activate(null);
  }

  /** @param {EventTarget | null} target */
  #show(target) {
    const found = this.reading?.at(target);
    if (!found || found.mark.classList.contains("other")) return;
    const { mark, quotation } = found;
    clearTimeout(this.leaving);
    if (mark === this.shown) return;
    this.hide();
    this.reading?.activate(quotation);
    this.card.replaceChildren(...this.#content(quotation));
    if (mark.dataset.hue) this.card.dataset.hue = mark.dataset.hue;
    else delete this.card.dataset.hue;
    this.card.hidden = false;
    this.#place(mark);
    this.shown = mark;
    mark.querySelector("button")?.setAttribute("aria-describedby", this.card.id);
  }

  /**
   * Say where the quotation's first line is: the stylesheet knows whether the card goes under it, beside it, or elsewhere. In the
   * lower half of the screen it goes upwards, so that it is seen, and so is the line.
   * @param {HTMLElement} mark
   */
  #place(mark) {
    const sheet = /** @type {HTMLElement} */ (this.card.offsetParent ?? this.card.parentElement).getBoundingClientRect();
    const line = mark.getClientRects()[0];
    this.card.classList.toggle("upward", line.top > innerHeight / 2);
    this.card.style.setProperty("--above", `${line.top - sheet.top}px`);
    this.card.style.setProperty("--below", `${line.bottom - sheet.top}px`);
    this.card.style.setProperty("--from", `${line.left - sheet.left}px`);
  }

  /**
   * Hide, after a while, unless the focus still is on a quotation.
   * @param {number} [after]
   */
  #leave(after = LINGER) {
    clearTimeout(this.leaving);
    if (this.card.hidden) return;
    this.leaving = setTimeout(() => {
      const focused = this.reading?.at(document.activeElement);
      if (focused) this.#show(focused.mark);
      else this.hide();
    }, after);
  }

  /**
   * Take a click on the words for one on their button, unless it ends a selection.
   * @param {EventTarget | null} target
   */
  #choose(target) {
    const found = this.reading?.at(target);
    if (!found || !(getSelection()?.isCollapsed ?? true)) return;
    found.mark.querySelector("button")?.focus({ preventScroll: true });
    this.#show(found.mark);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!step || !(event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    this.reading?.neighbour(event.target, step)?.focus();
  }

  /**
   * @param {Quotation} quotation
   * @returns {Node[]}
   */
  #content(quotation) {
    const { speaker, mention, cue } = quotation;
    const rows = [row("Source", mention && `“${mention.text}”`), row("Cue", cue && `“${cue.text}”`)];
    const voice = speaker && this.reading?.voices.get(speaker.id);
    if (!voice) {
      return [
        element("strong", {}, "No speaker named"),
        element("p", {}, "The article does not tell whose words these are."),
        element("dl", {}, ...rows),
      ];
    }
    const { name, names, kind, role, affiliation, evidence } = voice.speaker;
    rows.unshift(
      row("Role", role, evidence.role),
      row("Affiliation", affiliation, evidence.affiliation),
      row("Confidence", sureness(quotation)),
    );
    rows.push(row("Also called", names.filter((other) => other !== name).join(", ")));
    return [element("strong", {}, name), element("p", {}, KINDS[kind] ?? ""), element("dl", {}, ...rows)];
  }
}

/** @param {Quotation} quotation */
function sureness(quotation) {
  const { confidence } = quotation;
  return confidence === null ? null : `${percent(confidence)}${isDoubtful(quotation) ? ", low: please check" : ""}`;
}

/**
 * A row of the list; none where there is nothing to say.
 * @param {string} name
 * @param {string | null | undefined} value
 * @param {Passage | null} [evidence] the article's words that say so
 * @returns {Node | null}
 */
function row(name, value, evidence) {
  if (!value) return null;
  const words = evidence ? element("span", { class: "words" }, ` from “${evidence.text}”`) : null;
  return element("div", {}, element("dt", {}, name), element("dd", {}, value, words));
}
