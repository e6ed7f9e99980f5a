/** What a person began to fill in: kept here with every pause, on the server a little later, and given back when the form is opened again. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ask, client, isObject, isText, numberIn, textIn, type Json } from '@/api';
import { texts } from '@/api/local';
import type { FormController } from '@/features/form';

/** Pauses, in milliseconds, after which what was entered is kept here and on the server. */
const HERE = 300;
const THERE = 2_000;

export interface Place {
  user: string;
  app: string;
  form: string;
  /** The record that is changed; none for a new one. */
  record?: string | undefined;
}

export interface Kept {
  values: Json;
  /** When it was kept, as a moment. */
  at: string;
  /** Revision of the record that is changed. */
  base: number | null;
  /** The app was changed since. */
  outdated: boolean;
  /** What was sent when no answer came, and under which key. */
  sent?: Json | undefined;
  key?: string | undefined;
}

interface Local extends Kept {
  /** Whether the server has it, too. */
  there: boolean;
}

function nameOf({ user, app, form, record }: Place): string {
  return `mortise.unfinished/${user}/${app}/${form}/${record ?? 'new'}`;
}

/** When a person signs out, this browser forgets what the server has as well. */
export function forgetLocally(user: string): void {
  texts.dropBelow(`mortise.unfinished/${user}/`, (text) => text.includes('"there":true'));
}

function readLocal(place: Place): Local | null {
  const text = texts.take(nameOf(place));
  if (text === null) return null;
  try {
    const kept: unknown = JSON.parse(text);
    if (!isObject(kept) || !isObject(kept['values']) || !isText(kept['at'])) return null;
    const base = numberIn(kept, 'base') ?? null;
    return { values: kept['values'], at: kept['at'], base, outdated: false, there: kept['there'] === true, key: textIn(kept, 'key'), sent: isObject(kept['sent']) ? kept['sent'] : undefined };
  } catch {
    return null;
  }
}

function writeLocal(place: Place, local: Local): void {
  texts.put(nameOf(place), JSON.stringify(local));
}

async function readThere({ app, form, record }: Place): Promise<Kept | null> {
  const query = record === undefined ? {} : { record };
  const { entry, saved_at: at, outdated } = await ask(client.GET('/api/apps/{app}/forms/{form}/unfinished', { params: { path: { app, form }, query } }));
  if (entry === null || entry === undefined || at === null || at === undefined) return null;
  return { values: entry.values, at, base: entry.base_revision ?? null, outdated };
}

/** The newer one counts: what the server does not have yet, else what it has. */
async function find(place: Place): Promise<Kept | null> {
  const local = readLocal(place);
  if (local !== null && !local.there) return local;
  try {
    const kept = await readThere(place);
    // It was sent or thrown away on another device.
    if (kept === null) texts.drop(nameOf(place));
    return kept;
  } catch {
    return local;
  }
}

/** What was begun at a place; undefined while it is looked for. */
export function useKept(place: Place, wanted: boolean): Kept | null | undefined {
  const { data } = useQuery({
    queryKey: ['unfinished', place.user, place.app, place.form, place.record ?? ''],
    queryFn: () => find(place),
    enabled: wanted,
    gcTime: 0,
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    networkMode: 'always',
  });
  return data;
}

/** Goes on with what was begun on a stored record, once it is opened to be changed; answers what that was. */
export function useBegun(place: Place, controller: FormController | null): Kept | null {
  const found = useKept(place, controller !== null);
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
  /** It is sent under this key; until an answer comes, the same content keeps it. */
  sending: (key: string, values: Json) => void;
  /** It is stored, or nobody wants it. */
  forget: (there: boolean) => void;
}

/** Keeps what is entered into a form for as long as it is not sent. */
export function useKeeping(place: Place, controller: FormController | null, base: number | null): Keeping {
  const [keptAt, setKeptAt] = useState<string | null>(null);
  const keeper = useRef<Keeper | null>(null);
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
    sending: (key, values) => keeper.current?.sending(key, values),
    forget: (there) => keeper.current?.forget(there),
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
    const local = readLocal(place);
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
    writeLocal(this.#place, { values, at, base: this.#base, outdated: false, there: false });
    this.#told(at);
    clearTimeout(this.#there);
    this.#there = setTimeout(() => void this.#keepThere(values, at), THERE);
  }

  async #keepThere(values: Json, at: string): Promise<void> {
    const { app, form, record } = this.#place;
    try {
      await client.PUT('/api/apps/{app}/forms/{form}/unfinished', {
        params: { path: { app, form } },
        body: { values: { ...values }, ...(record === undefined ? {} : { record }), ...(this.#base === null ? {} : { base_revision: this.#base }) },
      });
      const local = readLocal(this.#place);
      if (!this.#over && local?.at === at) writeLocal(this.#place, { ...local, there: true });
    } catch {
      // The copy in this browser remains; the next change tries again.
    }
  }

  sending(key: string, sent: Json): void {
    this.#keepHere();
    const local = readLocal(this.#place);
    if (local !== null) writeLocal(this.#place, { ...local, key, sent });
  }

  forget(there: boolean): void {
    this.#over = true;
    clearTimeout(this.#here);
    clearTimeout(this.#there);
    texts.drop(nameOf(this.#place));
    this.#told(null);
    if (!there) return;
    const { app, form, record } = this.#place;
    const query = record === undefined ? {} : { record };
    client.DELETE('/api/apps/{app}/forms/{form}/unfinished', { params: { path: { app, form }, query } }).catch(() => undefined);
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
  writeLocal(place, { values, at: new Date().toISOString(), base: null, outdated: false, there: false });
}
