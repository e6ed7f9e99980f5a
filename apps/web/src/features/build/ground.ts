import { createContext, useContext, useEffect, useMemo } from 'react';
import { isObject, listIn, textIn, type Json } from '@/api';
import { jsonOf, objectsIn } from '@/definition';
import { forget, type Ground } from '@/features/formula-editor';
import { useBuilder, type BuildObject } from './store';

/** What the formulas of the object on the page are about. */
export const GroundContext = createContext<Ground | null>(null);

export function useGround(): Ground | null {
  return useContext(GroundContext);
}

/** What a field says of itself alone: writing its formula leaves the names of the form as they are. */
const ownWords: readonly string[] = ['formula', 'help', 'placeholder'];

function nameOf(field: unknown): unknown {
  if (!isObject(field)) return field;
  const told = Object.fromEntries(Object.entries(field).filter(([key]) => !ownWords.includes(key)));
  return Array.isArray(told['fields']) ? { ...told, fields: told['fields'].map(nameOf) } : told;
}

function constantsOf(app: BuildObject | undefined): Json {
  return Object.fromEntries(objectsIn(app?.definition, 'constants').map((constant) => [String(constant['id']), constant['value']]));
}

/** The working calendars that formulas ask; the engine knows the zone of the app by itself. */
function calendarsOf(definitions: Json[], app: BuildObject | undefined): Json {
  if (definitions.length === 0) return {};
  const usual = textIn(app?.definition, 'calendar');
  return { calendars: { definitions, zones: [], ...(usual === undefined ? {} : { default: usual }) } };
}

/** A definition without the words for whoever edits its file. */
function bare(definition: unknown): Json {
  return Object.fromEntries(Object.entries(jsonOf(definition)).filter(([key]) => key !== '$schema' && !key.startsWith('x-')));
}

/** Everything that the engine loads for a form, out of the draft. */
function bundleOf(objects: Readonly<Record<string, BuildObject>>, form: string): Json | null {
  const own = objects[`form/${form}`];
  if (own === undefined) return null;
  const all = Object.values(objects);
  const of = (kind: string): Json[] => all.filter((object) => object.kind === kind).map((object) => bare(object.definition));
  const app = all.find((object) => object.kind === 'app');
  const currency = textIn(app?.definition, 'currency');
  return {
    form: bare(own.definition),
    dictionaries: of('dictionary'),
    forms: of('form').filter((one) => one['id'] !== form),
    constants: constantsOf(app),
    ...calendarsOf(of('calendar'), app),
    ...(currency === undefined ? {} : { currency }),
  };
}

function fieldsOf(form: unknown): unknown {
  return { id: textIn(form, 'id'), fields: listIn(form, 'fields').map(nameOf) };
}

/** What names in formulas depend on; rules, layouts and views are no part of it. */
function markOf(bundle: Json): string {
  return JSON.stringify({ ...bundle, form: fieldsOf(bundle['form']), forms: listIn(bundle, 'forms').map(fieldsOf) });
}

let last: { objects: unknown; form: string; bundle: Json | null } | null = null;

/** The draft as it stands now; the same object as long as nothing was changed. */
function draftOf(form: string): Json | null {
  const { objects } = useBuilder.getState();
  if (last?.objects !== objects || last.form !== form) last = { objects, form, bundle: bundleOf(objects, form) };
  return last.bundle;
}

/** The ground of a form's formulas; the same object as long as they may name the same things. */
export function useGroundOf(app: string, form: string | null): Ground | null {
  const objects = useBuilder((state) => (state.app === app ? state.objects : null));
  const mark = useMemo(() => {
    const bundle = objects === null || form === null ? null : bundleOf(objects, form);
    return bundle === null ? '' : markOf(bundle);
  }, [objects, form]);
  const ground = useMemo((): Ground | null => {
    if (mark === '' || form === null) return null;
    const names = draftOf(form);
    return names === null ? null : { app, form, names, now: () => draftOf(form) ?? names };
  }, [app, form, mark]);
  useEffect(
    () => () => {
      if (ground !== null) forget(ground);
    },
    [ground],
  );
  return ground;
}
