import { openShelf } from '@/api/local';
import type { Json } from '@/api/narrow';

/** Steps that can be taken back, kept in the browser for a person and an app, so that a reload loses none of them. */

/** One step: the whole definition before and after, under a name that people read. `null`: the object was not there. */
export interface Step {
  readonly name: string;
  readonly key: string;
  readonly before: Json | null;
  readonly after: Json;
  readonly at: number;
}

export interface History {
  readonly past: readonly Step[];
  readonly future: readonly Step[];
  /** The digests of the objects to which the steps lead; with others, the steps lead nowhere. */
  readonly etags: Readonly<Record<string, string>>;
}

/** The most steps that can be taken back, and those that are kept over a reload. */
export const most = 200;
const kept = 80;

const shelf = openShelf<History>('steps');
const nameOf = (user: string, app: string): string => `${user}/${app}`;

/** Keeps the newest steps. Parts that several steps share are written once. */
export async function keepHistory(user: string, app: string, { past, future, etags }: History): Promise<void> {
  const wanted = { past: past.slice(-kept), future: future.slice(-kept), etags };
  try {
    await shelf.put(nameOf(user, app), wanted);
  } catch {
    // A browser without room keeps the steps until the page is closed.
  }
}

/** The steps that still lead to what the server has. */
export async function recallHistory(user: string, app: string, etags: Readonly<Record<string, string>>): Promise<{ past: readonly Step[]; future: readonly Step[] } | null> {
  try {
    const found = await shelf.take(nameOf(user, app));
    if (found === undefined) return null;
    const holds = ({ key }: Step): boolean => etags[key] !== undefined && found.etags[key] === etags[key];
    return { past: found.past.filter(holds), future: found.future.filter(holds) };
  } catch {
    return null;
  }
}
