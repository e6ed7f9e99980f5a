/** What the engine says to somebody who writes a formula, with places as the editor counts them. */
import { isObject, listIn, numberIn, textIn, type Json } from '@/api/narrow';
import { startStudio, type Engine } from '@/engine';
import { readLabel } from '@/engine/protocol';
import type { Label } from '@/i18n';
import type { Ground } from './ground';
import { toCharacters, toUnits } from './places';

/** A stretch of the text. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export type SuggestionKind = 'option' | 'field' | 'constant' | 'function';

export interface Suggestion {
  readonly kind: SuggestionKind;
  readonly label: string;
  readonly insert: string;
  /** Where the cursor stands afterwards, in what is put in. */
  readonly cursor: number;
  readonly detail: string;
  readonly help: string;
}

export interface Finding extends Stretch {
  readonly code: string;
  readonly message: Label;
  readonly hint: Label;
}

export interface Hover extends Stretch {
  readonly title: string;
  readonly text: string;
  readonly example: readonly string[];
}

export interface Signature {
  readonly usage: string;
  readonly help: string;
  readonly argument: number;
  readonly wanted: string;
}

export interface NamedField extends Stretch {
  readonly label: string;
}

/** All that the engine says at once about a text and the place of the cursor in it. */
export interface Help {
  readonly completion: Stretch & { readonly items: readonly Suggestion[] };
  readonly findings: readonly Finding[];
  readonly hover: Hover | null;
  readonly signature: Signature | null;
  /** The type of the answer, in words. */
  readonly type: string | null;
  readonly fields: readonly NamedField[];
}

/** What is asked: a text, where the cursor stands, and for whom. */
export interface Asked {
  formula: string;
  cursor: number;
  locale: string;
  /** The type that must hold the answer, as the engine names types. */
  wanted?: unknown;
  /** The sub-table in whose rows it is worked out. */
  rowOf?: string | undefined;
}

const kinds: readonly SuggestionKind[] = ['option', 'field', 'constant', 'function'];

function stretchIn(text: string, json: unknown): Stretch {
  const from = toUnits(text, numberIn(json, 'start') ?? 0);
  return { from, to: Math.max(from, toUnits(text, numberIn(json, 'end') ?? 0)) };
}

function readSuggestion(json: unknown): Suggestion {
  const insert = textIn(json, 'insert') ?? '';
  return {
    kind: kinds.find((kind) => kind === textIn(json, 'kind')) ?? 'field',
    label: textIn(json, 'label') ?? '',
    insert,
    cursor: toUnits(insert, numberIn(json, 'cursor') ?? insert.length),
    detail: textIn(json, 'detail') ?? '',
    help: textIn(json, 'help') ?? '',
  };
}

function readFinding(text: string, json: unknown): Finding {
  const found = isObject(json) ? json : {};
  return { ...stretchIn(text, json), code: textIn(json, 'code') ?? '', message: readLabel(found['message']), hint: readLabel(found['hint']) };
}

function readHover(text: string, json: unknown): Hover | null {
  if (!isObject(json)) return null;
  return { ...stretchIn(text, json), title: textIn(json, 'title') ?? '', text: textIn(json, 'text') ?? '', example: listIn(json, 'example').map(String) };
}

function readSignature(json: unknown): Signature | null {
  if (!isObject(json)) return null;
  return { usage: textIn(json, 'usage') ?? '', help: textIn(json, 'help') ?? '', argument: numberIn(json, 'argument') ?? 0, wanted: textIn(json, 'wanted') ?? '' };
}

/** A field's name without the braces around it. */
function readField(text: string, json: unknown): NamedField {
  return { ...stretchIn(text, json), label: (textIn(json, 'label') ?? '').replace(/^\{/, '').replace(/\}$/, '') };
}

/** Reads an answer of `assist`; its places are those of `text`. */
export function readHelp(text: string, answer: unknown): Help {
  const { completion, hover, signature } = isObject(answer) ? answer : {};
  return {
    completion: { ...stretchIn(text, completion), items: listIn(completion, 'items').map(readSuggestion) },
    findings: listIn(answer, 'findings').map((found) => readFinding(text, found)),
    hover: readHover(text, hover),
    signature: readSignature(signature),
    type: textIn(answer, 'type') ?? null,
    fields: listIn(answer, 'fields').map((field) => readField(text, field)),
  };
}

/** The names that formulas about a form may use, kept by the engine. */
export class Language {
  readonly #engine: Engine;
  readonly #bundle: Json;
  #scope = 0;
  #generation = 0;
  #last: { key: string; help: Help } | null = null;

  constructor(engine: Engine, bundle: Json) {
    this.#engine = engine;
    this.#bundle = bundle;
  }

  /** Asks about a text; the same question again costs nothing. */
  ask(asked: Asked): Help {
    const key = JSON.stringify(asked);
    if (this.#last?.key === key) return this.#last.help;
    const { formula, cursor, locale, wanted, rowOf } = asked;
    // A fresh instance of the engine has forgotten the names.
    if (this.#generation !== this.#engine.generation) this.#open();
    const answer = this.#engine.call({ op: 'assist', scope: this.#scope, formula, cursor: toCharacters(formula, cursor), locale, wanted, row_of: rowOf });
    const help = readHelp(formula, answer);
    this.#last = { key, help };
    return help;
  }

  close(): void {
    if (this.#generation === this.#engine.generation) this.#engine.call({ op: 'close', scope: this.#scope });
    this.#generation = 0;
  }

  #open(): void {
    this.#scope = numberIn(this.#engine.call({ ...this.#bundle, op: 'scope' }), 'scope') ?? 0;
    this.#generation = this.#engine.generation;
  }
}

const spoken = new Map<Ground, Promise<Language>>();

/** The language of a ground; all editors that stand on it share it. */
export function speak(ground: Ground): Promise<Language> {
  const before = spoken.get(ground);
  if (before !== undefined) return before;
  const language = startStudio().then((engine) => new Language(engine, ground.names));
  spoken.set(ground, language);
  language.catch(() => spoken.delete(ground));
  return language;
}

/** Editors ask the old names a little longer, until the new ones are there. */
const lastQuestions = 2000;

/** Gives the names of a ground back when nobody stands on it any more. */
export function forget(ground: Ground): void {
  const language = spoken.get(ground);
  spoken.delete(ground);
  setTimeout(() => {
    void language?.then((one) => {
      one.close();
    });
  }, lastQuestions);
}
