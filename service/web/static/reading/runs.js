// An article cut where anything begins or ends in it: paragraphs of stretches, quoted and not, in one pass over the text.
//
// The service counts code points, JavaScript UTF-16 units, which differ after the first emoji. Here one becomes the other.

/** @import { Answer, Passage, Quotation } from "./service.js" */

/**
 * @typedef {{kind: "cue" | "mention" | "evidence", owners: string[]}} Mark what a piece is, and to which quotations (cue, mention)
 *   or speaker (evidence), by id
 * @typedef {{text: string, marks: Mark[]}} Piece
 * @typedef {{quotation: Quotation | null, part: number, pieces: Piece[]}} Stretch part: which of the quotation's, from 0
 * @typedef {{gap: string, stretches: Stretch[]}} Paragraph gap: the white space before it
 * @typedef {{start: number, end: number}} Bounds in UTF-16 units
 */

/**
 * Return the UTF-16 index of every code point of the text and, last, its length.
 * @param {string} text
 * @returns {Uint32Array}
 */
export function units(text) {
  const indices = new Uint32Array(text.length + 1);
  let points = 0;
  let index = 0;
  for (const character of text) {
    indices[points++] = index;
    index += character.length;
  }
  indices[points] = index;
  return indices.subarray(0, points + 1);
}

/**
 * Cut the article. All its text is in the result, in order, but for the white space after the last paragraph.
 * @param {string} text
 * @param {Answer} answer
 * @returns {Paragraph[]}
 */
export function cut(text, answer) {
  const index = units(text);
  const parts = answer.quotations
    .flatMap((quotation) => quotation.parts.map(({ start, end }, part) => ({ start: index[start], end: index[end], quotation, part })))
    .sort(byStart);
  const marks = [...collect(answer, index)].sort(byStart);
  const edges = new Sweep([...parts, ...marks]);
  const inParts = new Cover(parts);
  const inMarks = new Cover(marks);

  let gapFrom = 0;
  return paragraphs(text).map(({ start, end }) => {
    /** @type {Stretch[]} */
    const stretches = [];
    for (const [from, to] of edges.between(start, end)) {
      const { quotation, part } = inParts.at(from).at(-1) ?? { quotation: null, part: 0 };
      let last = stretches.at(-1);
      if (!last || last.quotation !== quotation || last.part !== part) stretches.push((last = { quotation, part, pieces: [] }));
      last.pieces.push({ text: text.slice(from, to), marks: [...inMarks.at(from)] });
    }
    const gap = text.slice(gapFrom, start);
    gapFrom = end;
    return { gap, stretches };
  });
}

/**
 * Find the paragraphs. They are set apart by blank lines; where there are none, each line is one.
 * @param {string} text
 * @returns {Bounds[]}
 */
function paragraphs(text) {
  /** @type {Bounds[]} */
  const found = [];
  const apart = text.split("\n").slice(1, -1).some(isBlank);
  let start = 0;
  let open = false;
  for (const line of text.split("\n")) {
    const end = start + line.length;
    if (isBlank(line)) open = false;
    else if (open && apart) found[found.length - 1].end = end;
    else {
      found.push({ start, end });
      open = true;
    }
    start = end + 1;
  }
  return found;
}

/** @param {string} line */
const isBlank = (line) => line.trim() === "";

/**
 * Return what is marked beside quotations. A cue or mention that serves several of them is one mark with several owners.
 * @param {Answer} answer
 * @param {Uint32Array} index
 * @returns {Iterable<Bounds & Mark>}
 */
function collect(answer, index) {
  /** @type {Map<string, Bounds & Mark>} */
  const marks = new Map();
  /** @type {(kind: Mark["kind"], passage: Passage | null, owner: string) => void} */
  const add = (kind, passage, owner) => {
    if (!passage) return;
    const name = `${kind} ${passage.start} ${passage.end}`;
    const mark = marks.get(name);
    if (mark) mark.owners.push(owner);
    else marks.set(name, { kind, owners: [owner], start: index[passage.start], end: index[passage.end] });
  };
  for (const { id, cue, mention } of answer.quotations) {
    add("cue", cue, id);
    add("mention", mention, id);
  }
  for (const { id, evidence } of answer.speakers) {
    add("evidence", evidence.role, id);
    add("evidence", evidence.affiliation, id);
  }
  return marks.values();
}

/** @type {(one: Bounds, other: Bounds) => number} */
const byStart = (one, other) => one.start - other.start || other.end - one.end;

/** Where anything begins or ends; asked from left to right. */
class Sweep {
  /** @param {Bounds[]} bounds */
  constructor(bounds) {
    this.edges = Uint32Array.from(bounds.flatMap(({ start, end }) => [start, end])).sort();
    this.next = 0;
  }

  /**
   * @param {number} start
   * @param {number} end
   * @returns {Generator<[number, number]>} neighbouring edges
   */
  *between(start, end) {
    let from = start;
    while (this.next < this.edges.length && this.edges[this.next] < end) {
      const to = this.edges[this.next++];
      if (to > from) {
        yield [from, to];
        from = to;
      }
    }
    if (end > from) yield [from, end];
  }
}

/**
 * Which of several stretches lie over a point; asked from left to right.
 * @template {Bounds} T
 */
class Cover {
  /** @param {T[]} sorted by their start */
  constructor(sorted) {
    this.sorted = sorted;
    this.next = 0;
    /** @type {T[]} */
    this.open = [];
  }

  /**
   * @param {number} point
   * @returns {T[]} the last that began comes last
   */
  at(point) {
    while (this.next < this.sorted.length && this.sorted[this.next].start <= point) this.open.push(this.sorted[this.next++]);
    return (this.open = this.open.filter(({ end }) => end > point));
  }
}
