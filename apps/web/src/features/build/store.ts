import { create } from 'zustand';
import { ask, client, Problem, type Json } from '@/api';
import type { components } from '@/generated/api';
import { jsonOf } from '@/definition';
import { keepHistory, most, recallHistory, type Step } from './history';

export type BuildObject = components['schemas']['BuildObject'];

/** Which object: `form/order`. */
export function keyOf(object: { kind: string; id: string }): string {
  return `${object.kind}/${object.id}`;
}

type Saving = { state: 'saved'; at: Date | null } | { state: 'saving' } | { state: 'failed'; error: unknown };

/** Somebody else saved the object meanwhile: what the server has, and on what the changes here stand. */
export interface Crossing {
  readonly key: string;
  readonly base: Json;
  readonly theirs: BuildObject;
}

type Objects = Readonly<Record<string, BuildObject>>;

interface Builder {
  app: string | null;
  /** Whose steps are kept in this browser. */
  user: string;
  objects: Objects;
  past: readonly Step[];
  future: readonly Step[];
  saving: Saving;
  crossing: Crossing | null;
  /** Objects that others changed and that were taken in; told once. */
  news: readonly BuildObject[];
  /** Takes in what the server had when it was asked. */
  open: (app: string, objects: readonly BuildObject[], asked: number, user?: string) => void;
  /** A named command: every change of a designer goes through here. A new object needs its label for the lists. */
  run: (name: string, key: string, after: Json) => void;
  undo: () => void;
  redo: () => void;
  /** Answers a crossing: with what the server has, or with a definition that is saved over it. */
  settle: (name: string, definition: Json | null) => void;
  heard: () => void;
  /** Sends again what could not be saved. */
  again: () => void;
}

/** Objects that wait to be saved; they go one at a time and in order. */
const waiting = new Map<string, Json>();
/** What the server had of each object when its digest was read. */
const bases = new Map<string, Json>();
let busy = false;
/** When the last save was answered; what was asked before knows nothing of it. */
let savedAt = 0;

async function save(app: string, key: string, definition: Json): Promise<BuildObject> {
  const object = useBuilder.getState().objects[key];
  const [kind = '', id = ''] = key.split('/');
  const { object: saved } = await ask(
    client.PUT('/api/build/{app}/objects/{kind}/{id}', {
      params: { path: { app, kind, id }, header: object === undefined || object.etag === '' ? {} : { 'If-Match': object.etag } },
      body: { ...definition },
    }),
  );
  return saved;
}

/** Asks what the server has of an object that somebody else saved. */
async function cross(app: string, key: string): Promise<Crossing | null> {
  const [kind = '', id = ''] = key.split('/');
  try {
    const theirs = await ask(client.GET('/api/build/{app}/objects/{kind}/{id}', { params: { path: { app, kind, id } } }));
    return { key, theirs, base: bases.get(key) ?? {} };
  } catch {
    return null;
  }
}

function etagsOf(objects: Objects): Record<string, string> {
  return Object.fromEntries(Object.entries(objects).map(([key, { etag }]) => [key, etag]));
}

function keep(): void {
  const { app, user, past, future, objects } = useBuilder.getState();
  if (app !== null && user !== '') void keepHistory(user, app, { past, future, etags: etagsOf(objects) });
}

async function drain(): Promise<void> {
  if (busy) return;
  busy = true;
  const { app } = useBuilder.getState();
  for (;;) {
    const [next] = waiting;
    if (next === undefined || app === null) break;
    const [key, definition] = next;
    waiting.delete(key);
    useBuilder.setState({ saving: { state: 'saving' } });
    try {
      const saved = await save(app, key, definition);
      savedAt = Date.now();
      bases.set(key, jsonOf(saved.definition));
      useBuilder.setState(({ objects }) => {
        const shown = objects[key];
        // What was typed meanwhile stays on the screen; only the marks of the saved one are taken over.
        return { objects: { ...objects, [key]: { ...saved, definition: shown?.definition ?? saved.definition } } };
      });
    } catch (error) {
      const crossing = isStale(error) ? await cross(app, key) : null;
      // What could not be sent is sent with the next change, or when somebody asks for it.
      if (crossing === null && !waiting.has(key)) waiting.set(key, definition);
      useBuilder.setState({ saving: { state: 'failed', error }, crossing });
      busy = false;
      return;
    }
  }
  busy = false;
  useBuilder.setState({ saving: { state: 'saved', at: new Date() } });
  keep();
}

function put(objects: Objects, key: string, definition: Json): Objects {
  const [kind = '', id = ''] = key.split('/');
  const object: BuildObject = objects[key] ?? { kind, id, label: {}, state: 'added', etag: '', definition: {} };
  waiting.set(key, definition);
  // While a crossing is open, the server would refuse again.
  if (useBuilder.getState().crossing === null) queueMicrotask(() => void drain());
  return { ...objects, [key]: { ...object, definition: { ...definition } } };
}

/** The objects with what the server has newer; steps over what others changed would undo their work. */
function takenIn(before: Builder, found: readonly BuildObject[]): Partial<Builder> {
  const objects: Record<string, BuildObject> = {};
  const news: BuildObject[] = [];
  for (const object of found) {
    const key = keyOf(object);
    const known = before.objects[key];
    const changed = known !== undefined && known.etag !== object.etag;
    if (changed) news.push(object);
    if (known === undefined || changed) bases.set(key, jsonOf(object.definition));
    objects[key] = known === undefined || changed ? object : { ...object, definition: known.definition };
  }
  const stands = ({ key }: Step): boolean => news.every((one) => keyOf(one) !== key);
  // The mark stays as it is; what others have changed is to be checked anew.
  const shown = before.saving.state === 'saved' ? before.saving.at : null;
  const at = shown === null || news.length === 0 ? shown : new Date();
  return { objects, past: before.past.filter(stands), future: before.future.filter(stands), saving: { state: 'saved', at }, news: news.length === 0 ? before.news : news };
}

/** The draft that is being built. One owner, changed only by named commands. */
export const useBuilder = create<Builder>()((set, get) => ({
  app: null,
  user: '',
  objects: {},
  past: [],
  future: [],
  saving: { state: 'saved', at: null },
  crossing: null,
  news: [],
  open: (app, found, asked, user = '') => {
    const before = get();
    if (before.app === app) {
      if (waiting.size > 0 || busy || before.crossing !== null || asked < savedAt) return;
      set(takenIn(before, found));
      return;
    }
    const objects = Object.fromEntries(found.map((object) => [keyOf(object), object]));
    bases.clear();
    for (const object of found) bases.set(keyOf(object), jsonOf(object.definition));
    set({ app, user, objects, past: [], future: [], saving: { state: 'saved', at: null }, crossing: null, news: [] });
    if (user === '') return;
    void recallHistory(user, app, etagsOf(objects)).then((history) => {
      const now = get();
      // Whoever was quicker than the browser's memory has begun anew.
      if (history !== null && now.app === app && now.past.length === 0 && now.future.length === 0) set(history);
    });
  },
  run: (name, key, after) => {
    set(({ objects, past }) => {
      const object = objects[key];
      const before = object === undefined ? null : jsonOf(object.definition);
      if (before !== null && JSON.stringify(before) === JSON.stringify(after)) return {};
      const last = past.at(-1);
      // Typing in one place is one step.
      const goesOn = last !== undefined && last.name === name && last.key === key && name.includes(':');
      const step: Step = { name, key, before: goesOn ? last.before : before, after, at: Date.now() };
      return { objects: put(objects, key, after), past: [...(goesOn ? past.slice(0, -1) : past), step].slice(-most), future: [] };
    });
  },
  undo: () => {
    set(({ objects, past, future }) => {
      const step = past.at(-1);
      if (step === undefined) return {};
      // What was not there before stays, as nobody refers to it any more; it can be taken out in the overview.
      return { objects: step.before === null ? objects : put(objects, step.key, step.before), past: past.slice(0, -1), future: [...future, step] };
    });
  },
  redo: () => {
    set(({ objects, past, future }) => {
      const step = future.at(-1);
      if (step === undefined) return {};
      return { objects: put(objects, step.key, step.after), past: [...past, step], future: future.slice(0, -1) };
    });
  },
  settle: (name, definition) => {
    const { crossing, objects, past } = get();
    if (crossing === null) return;
    const { key, theirs } = crossing;
    const mine = jsonOf(objects[key]?.definition);
    const stands = past.filter((step) => step.key !== key);
    bases.set(key, jsonOf(theirs.definition));
    waiting.delete(key);
    savedAt = Date.now();
    const taken = { ...objects, [key]: theirs };
    // Older steps know nothing of the other's changes; this one leads back to what each of the two had.
    const step: Step = definition === null ? { name, key, before: mine, after: jsonOf(theirs.definition), at: Date.now() } : { name, key, before: jsonOf(theirs.definition), after: definition, at: Date.now() };
    set({ crossing: null, saving: { state: 'saved', at: new Date() }, objects: taken, past: [...stands, step], future: [] });
    if (definition !== null) set({ objects: put(taken, key, definition) });
    else keep();
    if (waiting.size > 0) queueMicrotask(() => void drain());
  },
  heard: () => {
    set({ news: [] });
  },
  again: () => {
    if (get().crossing === null) void drain();
  },
}));

/** Whether somebody else changed the object in the meantime. */
export function isStale(error: unknown): boolean {
  return error instanceof Problem && (error.status === 409 || error.status === 412);
}

/** The draft at this moment, for what is done with it. */
export const builderNow = (): Builder => useBuilder.getState();
