// The forms in which the answer can be taken along. Two the service makes itself, when it is asked again with another Accept.

/** @import { Answer, Article, Quotation } from "./service.js" */
/** @import { Piece, Stretch } from "./runs.js" */

import { cut } from "./runs.js";
import { address } from "./service.js";
import { office } from "./voices.js";

/**
 * @typedef {{article: Article, text: string, answer: Answer, key: boolean}} Taken what was sent, the text that the offsets refer to,
 *   what came back, and whether that took a key
 * @typedef {{type: string, ending: string, make?: (taken: Taken) => string}} Form without make: from the service
 */

/** @type {Record<string, Form>} */
export const forms = {
  json: { type: "application/json", ending: "json", make: ({ answer }) => `${JSON.stringify(answer, null, 2)}\n` },
  csv: { type: "text/csv", ending: "csv" },
  jsonld: { type: "application/ld+json", ending: "jsonld" },
  html: { type: "text/html", ending: "html", make: ({ text, answer }) => fragment(text, answer) },
  curl: { type: "text/x-shellscript", ending: "sh", make: curl },
};

/**
 * The article as HTML that can stand in a page: paragraphs, with what is quoted in spans that carry classes and data attributes.
 * (Not q elements, around which HTML allows no quotation marks; the article has its own.)
 * @param {string} text
 * @param {Answer} answer
 * @returns {string}
 */
export function fragment(text, answer) {
  const paragraphs = cut(text, answer).map(({ stretches }) => `<p>${stretches.map(stretchOf).join("")}</p>\n`);
  return `<div class="quoth">\n${paragraphs.join("")}</div>\n`;
}

/** @param {Stretch} stretch */
function stretchOf({ quotation, pieces }) {
  const inside = pieces.map(pieceOf).join("");
  return quotation ? `<span${attributes(dataOf(quotation))}>${inside}</span>` : inside;
}

/** @param {Piece} piece */
function pieceOf({ text, marks }) {
  const words = escape(text).replace(/\r?\n/g, "<br>\n");
  const classes = [...new Set(marks.filter(({ kind }) => kind !== "evidence").map(({ kind }) => `quoth-${kind}`))];
  return classes.length ? `<span class="${classes.join(" ")}">${words}</span>` : words;
}

/**
 * @param {Quotation} quotation
 * @returns {Record<string, string | number | null | undefined>}
 */
function dataOf({ id, type, speaker, confidence }) {
  return {
    class: "quoth-quotation",
    "data-quotation": id,
    "data-type": type,
    "data-speaker": speaker?.name,
    "data-role": speaker?.role,
    "data-affiliation": speaker?.affiliation,
    "data-confidence": confidence,
    title: speaker && [speaker.name, office(speaker)].filter(Boolean).join(", "),
  };
}

/** @param {Record<string, string | number | null | undefined>} values */
function attributes(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.map(([name, value]) => ` ${name}="${escape(String(value))}"`).join("");
}

const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" });

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"']/g, (character) => ENTITIES[character]);

const LONGEST_ARGUMENT = 100_000; // bytes of UTF-8 or fewer; Linux takes 131,072 in one argument

/**
 * The very request as a command. A text that no command line can hold is named as a file.
 * @param {Taken} taken
 * @returns {string}
 */
export function curl({ article, key }) {
  const { body, type, file } = article;
  const inline = typeof body === "string" && body.length * 3 < LONGEST_ARGUMENT && !body.includes("\0");
  return [
    `curl ${quoted(address)}`,
    `-H ${quoted(`Content-Type: ${type}`)}`,
    ...(key ? ['-H "Authorization: Bearer $QUOTH_KEY"'] : []),
    inline ? `--data-raw ${quoted(body)}` : `--data-binary ${quoted(`@${file ?? "article.txt"}`)}`,
  ].join(" \\\n  ") + "\n";
}

/** As a POSIX shell takes it, whatever is in it. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
