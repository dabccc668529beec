// The service: what it is asked, what it answers, and what it says when it cannot.

/**
 * @typedef {{start: number, end: number}} Span in code points, half open
 * @typedef {Span & {text: string}} Passage
 * @typedef {{id: string, name: string, kind: string, role: string | null, affiliation: string | null}} SpeakerReference
 * @typedef {SpeakerReference & {
 *   names: string[],
 *   evidence: {role: Passage | null, affiliation: Passage | null},
 *   quotations: string[],
 * }} Speaker
 * @typedef {{
 *   id: string, type: string, text: string, parts: Span[], cue: Passage | null, mention: Passage | null,
 *   speaker: SpeakerReference | null, confidence: number | null,
 * }} Quotation
 * @typedef {{
 *   id: string | null, text: string | null, quotations: Quotation[], speakers: Speaker[], warnings: string[],
 *   model: {name: string, version: string},
 * }} Answer
 * @typedef {{body: string | Blob, type: string, file: string | null}} Article as it is sent; file: the name of its file
 */

/** The service, beside the page wherever that is. */
export const address = new URL("v1/quotes", document.baseURI).href;

/** A refusal or failure, in words for people. */
export class Problem extends Error {
  /**
   * @param {number} status 0 where no answer came
   * @param {string} title
   * @param {string[]} details
   */
  constructor(status, title, details = []) {
    super(title);
    this.status = status;
    this.details = details;
  }
}

/**
 * Send an article. Throws a Problem, or the signal's AbortError.
 * @param {Article} article
 * @param {{accept: string, key: string, signal: AbortSignal}} options
 * @returns {Promise<Blob>} the answer in the form that was asked for, to the byte: a byte order mark is part of CSV
 */
export async function ask(article, { accept, key, signal }) {
  /** @type {Record<string, string>} */
  const headers = { "Content-Type": article.type, Accept: accept };
  if (key) headers.Authorization = `Bearer ${key}`;
  let response;
  try {
    response = await fetch(address, { method: "POST", headers, body: article.body, signal, cache: "no-store" });
    if (response.ok) return await response.blob();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Problem(0, "The service cannot be reached", ["Is the network there, and is the service running?"]);
  }
  throw await explain(response);
}

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
async function explain(response) {
  /** @type {{title?: string, detail?: string, errors?: Record<string, string[]>}} */
  let said = {};
  try {
    said = await response.json();
  } catch {
    // A proxy before the service has its own way of failing.
  }
  const details = [said.detail ?? `The answer was ${response.status} ${response.statusText}, without an explanation.`];
  for (const errors of Object.values(said.errors ?? {})) details.push(...errors);
  const seconds = Number(response.headers.get("Retry-After"));
  if (seconds > 0) details.push(`Try again in ${seconds === 1 ? "a second" : `${seconds} seconds`}.`);
  return new Problem(response.status, said.title ?? "The service did not answer", details);
}
