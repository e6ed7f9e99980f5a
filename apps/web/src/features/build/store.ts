import { create } from 'zustand';
import { ask, client, Problem, type Json } from '@/api';
import type { components } from '@/generated/api';
import { jsonOf } from '@/definition';

export type BuildObject = components['schemas']['BuildObject'];

/** Which object: `form/order`. */
export function keyOf(object: { kind: string; id: string }): string {
  return `${object.kind}/${object.id}`;
}

/** One step that can be taken back: the whole definition before and after, under a name that people read. */
interface Step {
  name: string;
  key: string;
  before: Json;
  after: Json;
}

type Saving = { state: 'saved'; at: Date | null } | { state: 'saving' } | { state: 'failed'; error: unknown };

interface Builder {
  app: string | null;
  objects: Readonly<Record<string, BuildObject>>;
  past: readonly Step[];
  future: readonly Step[];
  saving: Saving;
  /** Takes in what the server has. */
  open: (app: string, objects: readonly BuildObject[]) => void;
  /** A named command: every change of a designer goes through here. */
  run: (name: string, key: string, after: Json) => void;
  undo: () => void;
  redo: () => void;
}

/** The most steps that can be taken back. */
const most = 200;

/** Objects that wait to be saved; they go one at a time and in order. */
const waiting = new Map<string, Json>();
let busy = false;

async function save(app: string, key: string, definition: Json): Promise<BuildObject> {
  const object = useBuilder.getState().objects[key];
  const [kind = '', id = ''] = key.split('/');
  const { object: saved } = await ask(
    client.PUT('/api/build/{app}/objects/{kind}/{id}', {
      params: { path: { app, kind, id }, header: object === undefined ? {} : { 'If-Match': object.etag } },
      body: { ...definition },
    }),
  );
  return saved;
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
      useBuilder.setState(({ objects }) => {
        const shown = objects[key];
        // What was typed meanwhile stays on the screen; only the marks of the saved one are taken over.
        return { objects: { ...objects, [key]: { ...saved, definition: shown?.definition ?? saved.definition } } };
      });
    } catch (error) {
      waiting.clear();
      useBuilder.setState({ saving: { state: 'failed', error } });
      busy = false;
      return;
    }
  }
  busy = false;
  useBuilder.setState({ saving: { state: 'saved', at: new Date() } });
}

function put(objects: Readonly<Record<string, BuildObject>>, key: string, definition: Json): Readonly<Record<string, BuildObject>> {
  const object = objects[key];
  if (object === undefined) return objects;
  waiting.set(key, definition);
  queueMicrotask(() => void drain());
  return { ...objects, [key]: { ...object, definition: { ...definition } } };
}

/** The draft that is being built. One owner, changed only by named commands. */
export const useBuilder = create<Builder>()((set) => ({
  app: null,
  objects: {},
  past: [],
  future: [],
  saving: { state: 'saved', at: null },
  open: (app, objects) => {
    set((before) => {
      const same = before.app === app;
      const kept = same && (waiting.size > 0 || busy);
      if (kept) return before;
      const byKey = Object.fromEntries(objects.map((object) => [keyOf(object), object]));
      return { app, objects: byKey, past: same ? before.past : [], future: same ? before.future : [], saving: { state: 'saved', at: null } };
    });
  },
  run: (name, key, after) => {
    set(({ objects, past }) => {
      const object = objects[key];
      const before = jsonOf(object?.definition);
      if (object === undefined || JSON.stringify(before) === JSON.stringify(after)) return {};
      const last = past.at(-1);
      // Typing in one place is one step.
      const goesOn = last !== undefined && last.name === name && last.key === key && name.includes(':');
      const step: Step = { name, key, before: goesOn ? last.before : before, after };
      return { objects: put(objects, key, after), past: [...(goesOn ? past.slice(0, -1) : past), step].slice(-most), future: [] };
    });
  },
  undo: () => {
    set(({ objects, past, future }) => {
      const step = past.at(-1);
      if (step === undefined) return {};
      return { objects: put(objects, step.key, step.before), past: past.slice(0, -1), future: [...future, step] };
    });
  },
  redo: () => {
    set(({ objects, past, future }) => {
      const step = future.at(-1);
      if (step === undefined) return {};
      return { objects: put(objects, step.key, step.after), past: [...past, step], future: future.slice(0, -1) };
    });
  },
}));

/** Whether somebody else changed the object in the meantime. */
export function isStale(error: unknown): boolean {
  return error instanceof Problem && (error.status === 409 || error.status === 412);
}
