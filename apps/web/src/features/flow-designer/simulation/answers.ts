/** What the simulator answers: what each step led to, where the case stands, which ways were taken. */
import { isObject, listIn, numberIn, textIn, type Json } from '@/api';
import { readLabel } from '@/engine';
import type { Label } from '@/i18n';

export interface Passage {
  readonly at: string;
  readonly sort: string;
  readonly words: Label;
}

export interface ValueNow {
  readonly field: string;
  readonly label: Label;
  readonly before: Label;
  readonly now: Label;
}

export interface Played {
  readonly at: string;
  readonly refused: Label | null;
  readonly trail: readonly Passage[];
  readonly changed: readonly ValueNow[];
  /** What was seen, as a scenario expects it. */
  readonly expect: Json;
}

export interface ActionNow {
  readonly action: string;
  readonly to: readonly string[];
  readonly person: boolean;
  /** The people among whom it chooses. */
  readonly people: readonly string[];
}

/** What somebody may do with the case as a whole. */
export interface OfferNow {
  readonly by: string;
  readonly action: string;
  readonly node: string | null;
  readonly whose: string | null;
  readonly to: readonly string[];
}

export interface TodoNow {
  readonly node: string;
  readonly holder: string;
  readonly due: string | null;
  readonly offered: boolean;
  readonly actions: readonly ActionNow[];
  readonly fields: readonly { id: string; must: boolean }[];
}

export interface CaseNow {
  readonly state: string;
  readonly todos: readonly TodoNow[];
  readonly offers: readonly OfferNow[];
  readonly at: readonly string[];
  readonly waiting: readonly string[];
  readonly values: readonly ValueNow[];
  readonly record: Json;
}

export interface Simulation {
  readonly now: string;
  readonly steps: readonly Played[];
  readonly case: CaseNow | null;
  readonly next: { at: string; minutes: number } | null;
  readonly taken: ReadonlySet<string>;
  readonly passed: ReadonlySet<string>;
}

export interface ScenarioGone {
  readonly id: string;
  readonly label: Label;
  readonly passed: boolean;
  readonly faults: readonly Label[];
}

export interface Coverage {
  readonly scenarios: readonly ScenarioGone[];
  readonly taken: ReadonlySet<string>;
}

function texts(value: unknown, key: string): readonly string[] {
  return listIn(value, key).filter((one) => typeof one === 'string');
}

function keysIn(value: unknown, key: string): ReadonlySet<string> {
  const found = isObject(value) ? value[key] : undefined;
  return new Set(Object.keys(isObject(found) ? found : {}));
}

function labelIn(value: unknown, key: string): Label {
  return isObject(value) && value[key] !== null && value[key] !== undefined ? readLabel(value[key]) : null;
}

function jsonIn(value: unknown, key: string): Json {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

function readValue(value: unknown): ValueNow {
  return { field: textIn(value, 'field') ?? '', label: labelIn(value, 'label'), before: labelIn(value, 'before'), now: labelIn(value, 'now') };
}

function readPlayed(value: unknown): Played {
  const refused = isObject(value) ? value['refused'] : null;
  return {
    at: textIn(value, 'at') ?? '',
    refused: isObject(refused) ? labelIn(refused, 'words') : null,
    trail: listIn(value, 'trail').map((one) => ({ at: textIn(one, 'at') ?? '', sort: textIn(one, 'sort') ?? '', words: labelIn(one, 'words') })),
    changed: listIn(value, 'changed').map(readValue),
    expect: jsonIn(value, 'expect'),
  };
}

function readTodo(value: unknown): TodoNow {
  const actions = listIn(value, 'actions').map((one) => ({ action: textIn(one, 'action') ?? '', to: texts(one, 'to'), person: isObject(one) && one['person'] === true, people: texts(one, 'people') }));
  const fields = listIn(value, 'fields').flatMap((one) => (Array.isArray(one) ? [{ id: String(one[0]), must: one[1] === true }] : []));
  return { node: textIn(value, 'node') ?? '', holder: textIn(value, 'holder') ?? '', due: textIn(value, 'due') ?? null, offered: isObject(value) && value['offered'] === true, actions, fields };
}

function readCase(value: unknown): CaseNow {
  const waiting = listIn(value, 'waiting').flatMap((one) => (Array.isArray(one) ? [String(one[0])] : []));
  return {
    state: textIn(value, 'state') ?? 'none',
    todos: listIn(value, 'todos').map(readTodo),
    offers: listIn(value, 'offers').map((one) => ({ by: textIn(one, 'by') ?? '', action: textIn(one, 'action') ?? '', node: textIn(one, 'node') ?? null, whose: textIn(one, 'whose') ?? null, to: texts(one, 'to') })),
    at: texts(value, 'at'),
    waiting,
    values: listIn(value, 'values').map(readValue),
    record: jsonIn(value, 'record'),
  };
}

export function readSimulation(value: unknown): Simulation {
  const next = isObject(value) && Array.isArray(value['next']) ? value['next'] : null;
  return {
    now: textIn(value, 'now') ?? '',
    steps: listIn(value, 'steps').map(readPlayed),
    case: isObject(value) && isObject(value['case']) ? readCase(value['case']) : null,
    next: next === null ? null : { at: String(next[0]), minutes: Number(next[1]) },
    taken: keysIn(value, 'taken'),
    passed: new Set(texts(value, 'passed')),
  };
}

function readScenario(value: unknown): ScenarioGone {
  return {
    id: textIn(value, 'id') ?? '',
    label: labelIn(value, 'label'),
    passed: isObject(value) && value['passed'] === true,
    faults: listIn(value, 'steps').flatMap((step) => listIn(step, 'differences').map((found) => labelIn(found, 'message'))),
  };
}

export function readCoverage(value: unknown): Coverage {
  return { scenarios: listIn(value, 'scenarios').map(readScenario), taken: keysIn(value, 'taken') };
}

/** The handle of a draft; null when something in it is wrong. */
export function readDraft(value: unknown): number | null {
  return numberIn(value, 'draft') ?? null;
}
