import { useEffect, useState } from 'react';
import { isObject, listIn, numberIn, textIn, type Json } from '@/api/narrow';
import { startStudio, type Description, type Engine } from '@/engine';
import { readDescription } from '@/engine/description';

/** What the formulas about a form stand on; one object as long as nothing of it changes. */
export interface Ground {
  /** The app and the form, for records that a formula is tried on; without a form, it is tried on values that somebody puts in. */
  readonly app: string;
  readonly form: string | null;
  /** What the engine loads to know what may be named: the form, its dictionaries and the other forms as they are being built. */
  readonly names: Json;
  /** The same as it stands at this moment, with the newest formulas. */
  readonly now: () => Json;
}

/** The form of a ground that the engine takes, and what it says of it. */
export interface Sound {
  readonly engine: Engine;
  readonly bundle: Json;
  readonly description: Description;
}

/** The definition without what stands at some places; layouts and views are of no use to formulas. */
export function without(form: Json, pointers: readonly string[]): Json {
  const broken = (list: string, index: number): boolean => pointers.some((pointer) => pointer === `/${list}/${String(index)}` || pointer.startsWith(`/${list}/${String(index)}/`));
  const fields = listIn(form, 'fields').flatMap((field, index): readonly unknown[] => {
    if (!broken('fields', index)) return [field];
    const inColumns = pointers.some((pointer) => pointer.startsWith(`/fields/${String(index)}/fields/`));
    const columns = listIn(field, 'fields').filter((_, column) => !broken(`fields/${String(index)}/fields`, column));
    return inColumns && columns.length > 0 && isObject(field) ? [{ ...field, fields: columns }] : [];
  });
  const logic = listIn(form, 'logic').filter((_, index) => !broken('logic', index));
  const rest = Object.fromEntries(Object.entries(form).filter(([key]) => !['layouts', 'views', 'title_field'].includes(key)));
  return { ...rest, fields, logic };
}

/** So often are faulty parts taken out before the engine takes the rest. */
const rounds = 8;

/** Takes the faulty parts out of the form, so that the rest can be tried while it is being built. */
export function soundOf(engine: Engine, bundle: Json): Sound | null {
  let form = without(isObject(bundle['form']) ? bundle['form'] : {}, []);
  for (let round = 0; round < rounds; round += 1) {
    const answer = engine.call({ ...bundle, form, op: 'load' });
    const handle = numberIn(answer, 'form');
    if (handle !== undefined) {
      engine.call({ op: 'close', form: handle });
      return { engine, bundle: { ...bundle, form }, description: readDescription(isObject(answer) ? answer['description'] : undefined) };
    }
    const faults = listIn(answer, 'diagnostics').filter((found) => textIn(found, 'severity') === 'error');
    form = without(form, faults.map((found) => textIn(found, 'pointer') ?? ''));
  }
  return null;
}

const known = new WeakMap<Json, Promise<Sound | null>>();

/** The part of the form that can be tried now; null when nothing can. */
export function knowGround(ground: Ground): Promise<Sound | null> {
  const bundle = ground.now();
  const before = known.get(bundle);
  if (before !== undefined) return before;
  const found = startStudio().then((engine) => soundOf(engine, bundle));
  known.set(bundle, found);
  found.catch(() => known.delete(bundle));
  return found;
}

/** What the engine says of the form as it is being built; undefined until it has answered, null when it takes nothing of it. */
export function useDescription(ground: Ground | null): Description | null | undefined {
  const [description, setDescription] = useState<Description | null | undefined>(ground === null ? null : undefined);
  useEffect(() => {
    if (ground === null) return undefined;
    let gone = false;
    const tell = (told: Description | null): void => {
      if (!gone) setDescription(told);
    };
    knowGround(ground)
      .then((sound) => {
        tell(sound === null ? null : sound.description);
      })
      .catch(() => {
        tell(null);
      });
    return () => {
      gone = true;
    };
  }, [ground]);
  return description;
}
