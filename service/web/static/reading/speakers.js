// The list of speakers, from which to choose whose words the article shows.

/** @import { Answer, Quotation } from "./service.js" */
/** @import { Voice } from "./voices.js" */

import { element } from "./elements.js";
import { count, isDoubtful, office, percent } from "./voices.js";

/** @typedef {{button: HTMLButtonElement, label: string, chosen: (quotation: Quotation) => boolean}} Choice */

/**
 * Make the list: each speaker, and below them what an editor should look at.
 * @param {Answer} answer
 * @param {Map<string, Voice>} voices
 * @returns {Choice[]} their buttons are yet to be put into the page
 */
export function choices(answer, voices) {
  const made = [...voices.values()].map(choice);
  const doubtful = answer.quotations.filter(isDoubtful).length;
  const nobody = answer.quotations.filter(({ speaker }) => !speaker).length;
  if (doubtful) {
    made.push({ button: check("low", "··?", "Low confidence", doubtful), label: "with low confidence", chosen: isDoubtful });
  }
  if (nobody) {
    const button = check("nobody", "?", "No speaker named", nobody);
    made.push({ button, label: "without a speaker", chosen: ({ speaker }) => !speaker });
  }
  return made;
}

/**
 * @param {Voice} voice
 * @returns {Choice}
 */
function choice({ speaker, letters, hue, quotations, words, share }) {
  const bar = element("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--share", percent(share));
  const button = element(
    "button",
    { type: "button", class: "speaker", "aria-pressed": "false", "data-hue": hue },
    element("span", { class: "badge", "aria-hidden": "true" }, letters),
    element("span", { class: "name" }, speaker.name),
    element("span", { class: "office" }, office(speaker)),
    element("span", { class: "tally" }, `${count(quotations, "quotation")}, ${count(words, "word")}, ${percent(share)}`),
    bar,
  );
  return { button, label: `by ${speaker.name}`, chosen: (quotation) => quotation.speaker?.id === speaker.id };
}

/** @type {(kind: string, letters: string, name: string, number: number) => HTMLButtonElement} */
function check(kind, letters, name, number) {
  return element(
    "button",
    { type: "button", class: "speaker", "aria-pressed": "false" },
    element("span", { class: `badge ${kind}`, "aria-hidden": "true" }, letters),
    element("span", { class: "name" }, name),
    element("span", { class: "tally" }, count(number, "quotation")),
  );
}
