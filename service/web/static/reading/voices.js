// The speakers as the page shows them: how much each says, and the colour and letters they are known by.

/** @import { Answer, Quotation, Speaker, SpeakerReference } from "./service.js" */

/**
 * @typedef {{speaker: Speaker, letters: string, hue: number, quotations: number, words: number, share: number}} Voice
 *   share: of the quoted words, 0 to 1
 */

const HUES = 10; // as many as page.css has colours that can be told apart
const DOUBTFUL = 0.7; // below this chance an editor should look

/** @param {Quotation} quotation */
export const isDoubtful = ({ confidence }) => confidence !== null && confidence < DOUBTFUL;

/** @param {string} text */
export const countWords = (text) => text.match(/\S+/g)?.length ?? 0;

/**
 * Return the speakers of the answer by their id; those who say most come first.
 * @param {Answer} answer
 * @returns {Map<string, Voice>}
 */
export function voices(answer) {
  /** @type {Map<string, {quotations: number, words: number}>} */
  const tally = new Map();
  let all = 0;
  for (const { speaker, text } of answer.quotations) {
    const words = countWords(text);
    all += words;
    if (!speaker) continue;
    const sum = tally.get(speaker.id) ?? { quotations: 0, words: 0 };
    tally.set(speaker.id, { quotations: sum.quotations + 1, words: sum.words + words });
  }
  const taken = new Set();
  const found = answer.speakers
    .map((speaker) => ({ speaker, ...(tally.get(speaker.id) ?? { quotations: 0, words: 0 }) }))
    .sort((one, other) => other.words - one.words)
    .map((voice, rank) => ({
      ...voice,
      share: all ? voice.words / all : 0,
      hue: rank % HUES,
      letters: unlike(initials(voice.speaker.name), taken),
    }));
  return new Map(found.map((voice) => [voice.speaker.id, voice]));
}

/**
 * What the speaker is, in a line: “spokesman, Kremlin”.
 * @param {SpeakerReference} speaker
 * @returns {string}
 */
export function office({ role, affiliation }) {
  return [role, affiliation].filter(Boolean).join(", ");
}

/**
 * Who says it and how sure that is, in words, for those who hear the page and do not see its colours.
 * @param {Quotation} quotation
 * @param {number} part
 * @returns {string}
 */
export function spoken(quotation, part) {
  const { speaker, confidence, parts } = quotation;
  const words = speaker ? [speaker.name, office(speaker)] : ["No speaker named"];
  if (confidence !== null) words.push(`confidence ${percent(confidence)}${isDoubtful(quotation) ? ", low" : ""}`);
  if (parts.length > 1) words.push(`part ${part + 1} of ${parts.length}`);
  return words.filter(Boolean).join(", ");
}

/** @param {number} share */
export const percent = (share) => `${Math.round(share * 100)}%`;

/** @type {(number: number, one: string, many?: string) => string} */
export const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/**
 * @param {string} name
 * @returns {string} one to three letters
 */
function initials(name) {
  const words = name.replace(/^(the|an?) /i, "").match(/[\p{L}\p{N}][^\s-]*/gu) ?? [];
  const capital = words.filter((word) => /^[\p{Lu}\p{N}]/u.test(word));
  const chosen = capital.length > 3 ? capital.slice(0, 3) : capital.length ? capital : words.slice(0, 2);
  return chosen.map((word) => [...word][0].toUpperCase()).join("") || "•";
}

/**
 * @param {string} letters
 * @param {Set<string>} taken gets what is returned
 * @returns {string} the letters, numbered where another has the same
 */
function unlike(letters, taken) {
  let made = letters;
  for (let number = 2; taken.has(made); number++) made = letters + number;
  taken.add(made);
  return made;
}
