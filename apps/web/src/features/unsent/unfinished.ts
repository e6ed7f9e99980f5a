/** What a person began to fill in: kept here with every pause, on the server a little later, and given back when the form is opened again. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ask, client, isObject, isText, numberIn, type Json } from '@/api';
import { texts } from '@/api/local';
import type { FormController } from '@/features/form';

/** Pauses, in milliseconds, after which what was entered is kept here and on the server. */
const HERE = 300;
const THERE = 2_000;

interface FormPlace {
  user: string;
  app: string;
  form: string;
}

export interface Place extends FormPlace {
  /** The record that is changed, or the key that a new one will have. */
  record: string;
}

export interface Kept {
  record: string;
  values: Json;
  /** When it was kept, as a moment. */
  at: string;
  /** Revision of the record that is changed; null for a new one. */
  base: number | null;
  /** The app was changed since. */
  outdated: boolean;
}

interface Local extends Kept {
  /** Whether the server has it, too. */
  there: boolean;
}

const root = 'mortise.unfinished';

function below({ user, app, form }: FormPlace): string {
  return `${root}/${user}/${app}/${form}/`;
}

function nameOf(place: Place): string {
  return below(place) + place.record;
}

/** When a person signs out, this browser forgets what the server has as well. */
export function forgetLocally(user: string): void {
  for (const name of texts.below(`${root}/${user}/`)) if (readLocal(name)?.there === true) texts.drop(name);
}

function readLocal(name: string): Local | null {
  const text = texts.take(name);
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (!isObject(kept) || !isObject(kept['values']) || !isText(kept['at'])) return null;
    const [base, record] = [numberIn(kept, 'base') ?? null, name.slice(name.lastIndexOf('/') + 1)];
    return { record, values: kept['values'], at: kept['at'], base, outdated: false, there: kept['there'] === true };
  } catch {
    return null;
  }
}

function writeLocal(place: Place, local: Omit<Local, 'record' | 'outdated'>): void {
  const { values, at, base, there } = local;
  texts.put(nameOf(place), JSON.stringify({ values, at, base, there }));
}

/** The new records of a form that this browser keeps, the newest first. */
function newHere(place: FormPlace): readonly Local[] {
  const found = texts.below(below(place)).map(readLocal);
  return found.flatMap((local) => (local?.base === null ? [local] : [])).toSorted((one, other) => other.at.localeCompare(one.at));
}

async function readThere({ app, form }: FormPlace, record: string | undefined): Promise<Kept | null> {
  const kept = await ask(
    record === undefined
      ? client.GET('/api/apps/{app}/forms/{form}/unfinished', { params: { path: { app, form } } })
      : client.GET('/api/apps/{app}/forms/{form}/unfinished/{id}', { params: { path: { app, form, id: record } } }),
  );
  if (!kept.entry || !kept.saved_at || !kept.record) return null;
  return { record: kept.record, values: kept.entry.values, at: kept.saved_at, base: kept.entry.base_revision ?? null, outdated: kept.outdated };
}

/** What the server does not have yet counts, else what it has. */
async function find(place: FormPlace, record: string | undefined): Promise<Kept | null> {
  const local = record === undefined ? newHere(place) : [readLocal(nameOf({ ...place, record }))].filter((kept) => kept !== null);
  const unsent = local.find((kept) => !kept.there);
  if (unsent !== undefined) return unsent;
  try {
    const kept = await readThere(place, record);
    // It was sent or thrown away on another device.
    if (kept === null) for (const gone of local) texts.drop(nameOf({ ...place, record: gone.record }));
    return kept;
  } catch {
    return local[0] ?? null;
  }
}

function cacheKey({ user, app, form }: FormPlace, record: string | undefined): readonly string[] {
  return ['unfinished', user, app, form, record ?? ''];
}

/** What was begun on a record, or without one the new record that was begun last; undefined while it is looked for. */
export function useKept(place: FormPlace, record: string | undefined, wanted: boolean): Kept | null | undefined {
  const { data, isFetchedAfterMount } = useQuery({
    queryKey: cacheKey(place, record),
    queryFn: () => find(place, record),
    enabled: wanted,
    gcTime: 0,
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    networkMode: 'always',
  });
  // What another page found before may have been sent since.
  return isFetchedAfterMount ? data : undefined;
}

/** Goes on with what was begun on a stored record, once it is opened to be changed; answers what that was. */
export function useBegun(place: Place, controller: FormController | null): Kept | null {
  const found = useKept(place, place.record, controller !== null);
  const entered = useRef<FormController | null>(null);
  useEffect(() => {
    if (controller === null || found === undefined || found === null || entered.current === controller) return;
    entered.current = controller;
    controller.enter(found.values);
  }, [controller, found]);
  return controller === null ? null : (found ?? null);
}

export interface Keeping {
  /** When it was kept last; null while nothing is. */
  keptAt: string | null;
  /** It is stored, or nobody wants it. */
  forget: (there: boolean) => void;
}

/** Keeps what is entered into a form for as long as it is not sent. */
export function useKeeping(place: Place, controller: FormController | null, base: number | null): Keeping {
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const keeper = useRef<Keeper | null>(null);
  const queries = useQueryClient();
  const { user, app, form, record } = place;
  // Before the form closes its session, so that what was typed last is kept as well.
  useLayoutEffect(() => {
    if (controller === null) return undefined;
    const kept = new Keeper({ user, app, form, record }, controller, base, setKeptAt);
    keeper.current = kept;
    return () => {
      kept.stop();
      keeper.current = null;
    };
  }, [app, base, controller, form, record, user]);
  return {
    keptAt,
    forget: (there) => {
      keeper.current?.forget(there);
      // Whoever begins to change the record again finds nothing of it.
      for (const kept of [record, undefined]) queries.setQueryData<Kept | null>(cacheKey(place, kept), (found) => (found?.record === record ? null : found));
    },
  };
}

class Keeper {
  readonly #place: Place;
  readonly #form: FormController;
  readonly #base: number | null;
  readonly #told: (at: string | null) => void;
  readonly #unsubscribe: () => void;
  readonly #leaving = (): void => {
    this.#keepHere();
  };
  #here: ReturnType<typeof setTimeout> | undefined;
  #there: ReturnType<typeof setTimeout> | undefined;
  #last = '';
  #over = false;

  constructor(place: Place, form: FormController, base: number | null, told: (at: string | null) => void) {
    this.#place = place;
    this.#form = form;
    this.#base = base;
    this.#told = told;
    this.#last = JSON.stringify(form.session.entered());
    this.#unsubscribe = form.subscribe(() => {
      this.#changed();
    });
    // A tab that was killed kept it here and had no time to send it.
    const local = readLocal(nameOf(place));
    if (local?.there === false) this.#there = setTimeout(() => void this.#keepThere(local.values, local.at), THERE);
    window.addEventListener('pagehide', this.#leaving);
    document.addEventListener('visibilitychange', this.#leaving);
  }

  #changed(): void {
    if (this.#over || !this.#form.changed) return;
    clearTimeout(this.#here);
    this.#here = setTimeout(this.#leaving, HERE);
  }

  #keepHere(): void {
    clearTimeout(this.#here);
    if (this.#over || !this.#form.changed) return;
    const values = this.#form.session.entered();
    const text = JSON.stringify(values);
    if (text === this.#last) return;
    this.#last = text;
    const at = new Date().toISOString();
    writeLocal(this.#place, { values, at, base: this.#base, there: false });
    this.#told(at);
    clearTimeout(this.#there);
    this.#there = setTimeout(() => void this.#keepThere(values, at), THERE);
  }

  async #keepThere(values: Json, at: string): Promise<void> {
    const { app, form, record } = this.#place;
    try {
      await client.PUT('/api/apps/{app}/forms/{form}/unfinished/{id}', {
        params: { path: { app, form, id: record } },
        body: { values: { ...values }, ...(this.#base === null ? {} : { base_revision: this.#base }) },
      });
      const local = readLocal(nameOf(this.#place));
      if (!this.#over && local?.at === at) writeLocal(this.#place, { ...local, there: true });
    } catch {
      // The copy in this browser remains; the next change tries again.
    }
  }

  forget(there: boolean): void {
    this.#over = true;
    clearTimeout(this.#here);
    clearTimeout(this.#there);
    texts.drop(nameOf(this.#place));
    this.#told(null);
    if (!there) return;
    const { app, form, record } = this.#place;
    client.DELETE('/api/apps/{app}/forms/{form}/unfinished/{id}', { params: { path: { app, form, id: record } } }).catch(() => undefined);
  }

  stop(): void {
    this.#keepHere();
    this.#unsubscribe();
    window.removeEventListener('pagehide', this.#leaving);
    document.removeEventListener('visibilitychange', this.#leaving);
  }
}

/** Lays values aside as if they had just been entered, to go on with them in the form. */
export function layAside(place: Place, values: Json): void {
  writeLocal(place, { values, at: new Date().toISOString(), base: null, there: false });
}
