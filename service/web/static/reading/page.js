// The page: an article in, by hand, file or example; the answer shown; a word about all that happens.

/** @import { Answer, Article } from "./service.js" */
/** @import { Taken } from "./forms.js" */
/** @import { Choice } from "./speakers.js" */

import { Reading } from "./article.js";
import { Card } from "./card.js";
import { byId, element } from "./elements.js";
import { forms } from "./forms.js";
import { ask, Problem } from "./service.js";
import { choices } from "./speakers.js";
import { count, countWords, percent, voices } from "./voices.js";

const TEXT = "text/plain; charset=utf-8";
const PHONE = matchMedia("(max-width: 55.99rem)");

const page = {
  input: byId("input", HTMLDetailsElement),
  form: byId("form", HTMLFormElement),
  text: byId("text", HTMLTextAreaElement),
  keyField: byId("key-field", HTMLElement),
  key: byId("key", HTMLInputElement),
  file: byId("file", HTMLInputElement),
  progress: byId("progress", HTMLElement),
  elapsed: byId("elapsed", HTMLElement),
  cancel: byId("cancel", HTMLButtonElement),
  problem: byId("problem", HTMLElement),
  status: byId("status", HTMLElement),
  answer: byId("answer", HTMLElement),
  found: byId("found", HTMLElement),
  article: byId("article", HTMLElement),
  speakers: byId("speakers", HTMLDetailsElement),
  list: byId("speaker-list", HTMLElement),
  all: byId("all", HTMLButtonElement),
  formOf: byId("form-of", HTMLSelectElement),
};
const card = new Card(byId("card", HTMLElement), page.article);

let silence = 0;
/** @type {AbortController | null} the request under way */
let running = null;
/** @type {Taken | null} what is shown */
let taken = null;
/** @type {Reading | null} */
let reading = null;
/** @type {Choice[]} */
let listed = [];

// Asking -----------------------------------------------------------------------------------------------------------------

/**
 * Ask the service, showing that it takes its time, and that it failed where it did.
 * @param {Article} article
 * @param {string} accept
 * @returns {Promise<Blob | null>} null where there is no answer, and everything has been said
 */
async function request(article, accept) {
  running?.abort();
  const controller = (running = new AbortController());
  page.problem.replaceChildren();
  const stop = showProgress();
  try {
    return await ask(article, { accept, key: page.key.value, signal: controller.signal });
  } catch (error) {
    if (controller.signal.aborted) return null;
    if (!(error instanceof Problem)) throw error;
    explain(error);
    return null;
  } finally {
    if (running === controller) {
      running = null;
      stop();
    }
  }
}

/** @returns {() => void} what ends it */
function showProgress() {
  const began = Date.now();
  const tick = () => (page.elapsed.textContent = `Reading… ${Math.round((Date.now() - began) / 1000)} s`);
  tick();
  const clock = setInterval(tick, 1000);
  say("Reading the article.");
  page.progress.hidden = false;
  page.answer.setAttribute("aria-busy", "true");
  return () => {
    clearInterval(clock);
    page.progress.hidden = true;
    page.answer.removeAttribute("aria-busy");
  };
}

/** @param {Problem} problem */
function explain({ status, message, details }) {
  say("");
  page.problem.replaceChildren(element("strong", {}, message), ...details.map((detail) => element("p", {}, detail)));
  if (status !== 401) return;
  page.input.open = true;
  page.keyField.hidden = false;
  page.key.focus();
}

/** Say what has happened, for a while. @param {string} message */
function say(message) {
  clearTimeout(silence);
  page.status.textContent = message;
  silence = setTimeout(() => (page.status.textContent = ""), 6000);
}

/** @param {Article} article */
async function read(article) {
  const body = await request(article, "application/json");
  if (body === null) return;
  /** @type {Answer} */
  const answer = JSON.parse(await body.text());
  const text = answer.text ?? (typeof article.body === "string" ? article.body : "");
  taken = { article, text, answer, key: page.key.value !== "" };
  show(taken);
}

// Showing ----------------------------------------------------------------------------------------------------------------

/** @param {Taken} shown */
function show({ text, answer }) {
  const speakers = voices(answer);
  reading = new Reading(page.article, text, answer, speakers);
  card.read(reading);
  listed = choices(answer, speakers);
  page.list.replaceChildren(...listed.map(({ button }) => element("li", {}, button)));
  page.all.hidden = true;

  page.found.textContent = `${count(answer.quotations.length, "quotation")}, ${count(answer.speakers.length, "speaker")}`;
  const words = countWords(text);
  const quoted = answer.quotations.reduce((sum, quotation) => sum + countWords(quotation.text), 0);
  byId("measure", HTMLElement).textContent = `${count(words, "word")}, ${percent(words ? quoted / words : 0)} of them quoted`;
  byId("not-english", HTMLElement).hidden = !answer.warnings.includes("not-english");
  byId("model", HTMLElement).textContent = `, model ${answer.model.name} ${answer.model.version}`;
  byId("skip", HTMLElement).hidden = false;
  page.answer.hidden = false;
  page.input.open = false;
  byId("input-title", HTMLElement).textContent = "Another article";
  page.speakers.open = !PHONE.matches;
  page.found.focus();
  say(`${page.found.textContent} found.`);
}

/** @param {Choice | undefined} choice all quotations where there is none */
function choose(choice) {
  for (const one of listed) one.button.setAttribute("aria-pressed", String(one === choice));
  reading?.filter(choice?.chosen ?? null);
  card.hide();
  page.all.hidden = !choice;
  const number = taken?.answer.quotations.filter(choice?.chosen ?? (() => true)).length ?? 0;
  say(choice ? `Showing ${count(number, "quotation")} ${choice.label}.` : `Showing all ${count(number, "quotation")}.`);
}

page.list.addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("button") : null;
  const choice = listed.find((one) => one.button === button);
  if (choice) choose(button?.getAttribute("aria-pressed") === "true" ? undefined : choice);
});

page.all.addEventListener("click", () => {
  choose(undefined);
  listed[0]?.button.focus();
});

addEventListener("beforeprint", () => (page.speakers.open = true));

// Articles come in ---------------------------------------------------------------------------------------------------------

page.form.addEventListener("submit", (event) => {
  event.preventDefault();
  void read({ body: page.text.value, type: TEXT, file: null });
});

page.cancel.addEventListener("click", () => {
  running?.abort();
  page.progress.hidden = true;
  page.text.focus();
  say("Cancelled.");
});

byId("choose", HTMLButtonElement).addEventListener("click", () => page.file.click());

page.file.addEventListener("change", () => {
  const [file] = page.file.files ?? [];
  page.file.value = ""; // so that the same file can be chosen again
  if (file) void open(file);
});

for (const button of document.querySelectorAll("[data-example]")) {
  button.addEventListener("click", async () => {
    const response = await fetch(/** @type {HTMLElement} */ (button).dataset.example ?? "");
    if (response.ok) void readText(await response.text());
    else explain(new Problem(response.status, "The example cannot be had"));
  });
}

/** A page goes as it is, since the service knows best how to read it; a text is shown first. @param {File} file */
async function open(file) {
  if (/\.x?html?$/i.test(file.name) || file.type === "text/html") {
    page.text.value = "";
    await read({ body: file, type: "text/html", file: file.name });
  } else {
    await readText(decode(await file.arrayBuffer()), file.name);
  }
}

/** UTF-8, or what Windows writes: UTF-16 with its mark, or a byte a letter. @param {ArrayBuffer} bytes */
function decode(bytes) {
  const [first, second] = new Uint8Array(bytes);
  const label = first === 0xff && second === 0xfe ? "utf-16le" : "utf-8";
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * @param {string} text
 * @param {string | null} [file]
 */
async function readText(text, file = null) {
  page.text.value = text;
  await read({ body: page.text.value, type: TEXT, file });
}

for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
}
document.addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return; // words dragged into the field
  event.preventDefault();
  void open(file);
});

// Taking along -------------------------------------------------------------------------------------------------------------

/** @returns {Promise<Blob | null>} the answer in the form that is chosen */
async function chosenForm() {
  const { type, make } = forms[page.formOf.value];
  if (!taken) return null;
  return make ? new Blob([make(taken)], { type }) : request(taken.article, type);
}

byId("copy", HTMLButtonElement).addEventListener("click", async () => {
  const file = await chosenForm();
  if (file === null) return;
  const copied = await copy(await file.text());
  say(copied ? `Copied as ${page.formOf.selectedOptions[0].text}.` : "The browser does not let this page copy; download it instead.");
});

byId("download", HTMLButtonElement).addEventListener("click", async () => {
  const file = await chosenForm();
  if (file === null) return;
  const { ending } = forms[page.formOf.value];
  const name = taken?.article.file?.replace(/\.[^.]*$/, "") ?? "quotations";
  const link = element("a", { href: URL.createObjectURL(file), download: `${name}.${ending}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  say(`Downloaded ${link.download}.`);
});

/** @param {string} words @returns {Promise<boolean>} */
async function copy(words) {
  try {
    await navigator.clipboard.writeText(words); // only with TLS, or on this machine
    return true;
  } catch {
    const field = element("textarea", { readonly: true });
    field.value = words;
    document.body.append(field);
    const focused = document.activeElement;
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (focused instanceof HTMLElement) focused.focus();
    return copied;
  }
}

// On other pages -----------------------------------------------------------------------------------------------------------

const script = new URL("quoth.js", document.baseURI).href;
byId("embed", HTMLElement).textContent = `<script src="${script}" data-select="article" defer></script>`;
// To be dragged to the bookmarks; on this page the policy stops it.
byId("bookmarklet", HTMLAnchorElement).href =
  `javascript:void document.head.append(Object.assign(document.createElement("script"),{src:${JSON.stringify(script)}}))`;
