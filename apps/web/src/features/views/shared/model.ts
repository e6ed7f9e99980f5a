/** The views of a form that everybody sees, as they stand in its draft. */
import { listIn, textIn, type Json } from '@/api/narrow';
import { idOfWords, objectsIn } from '@/definition';
import type { View } from '@/generated/definition';
import { textOf, type Label } from '@/i18n';

/** An id from the English name, else `view`; one that no view has. */
export function freeViewId(label: Label, taken: ReadonlySet<string>): string {
  const base = idOfWords(textOf(label, 'en')) || 'view';
  if (!taken.has(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${String(number)}`)) return `${base}_${String(number)}`;
}

/** The views of a draft. A form without any shows one that was made for it: it stays beside those that are added. */
export function viewsOf(form: Json, shown: readonly View[]): readonly Json[] {
  const own = objectsIn(form, 'views');
  return own.length > 0 ? own : shown.map((view) => ({ ...view }));
}

function withViews(form: Json, views: readonly Json[]): Json {
  return { ...form, views };
}

/** The draft with one more view for everybody. */
export function withShared(form: Json, shown: readonly View[], label: Label, content: View): { form: Json; id: string } {
  const views = viewsOf(form, shown);
  const taken = new Set([...views.map((view) => textIn(view, 'id') ?? ''), ...listIn(form, 'retired').filter((id) => typeof id === 'string')]);
  const id = freeViewId(label, taken);
  return { id, form: withViews(form, [...views, { ...content, id, label }]) };
}

/** What of a view the list can change; its name and kind stay as the draft has them. */
const changeable = ['columns', 'filter', 'sort', 'groups', 'totals', 'tones', 'frozen', 'widths', 'search'] as const;

/**
 * The draft with a view as it is shown. Only what was changed here is taken over, so that what somebody else changed in the draft meanwhile stays, and
 * what the person may not see of the view, too.
 */
export function withUpdated(form: Json, shown: readonly View[], before: View, after: View): Json {
  const views = viewsOf(form, shown);
  const same = (key: string): boolean => JSON.stringify(before[key] ?? null) === JSON.stringify(after[key] ?? null);
  const changed = changeable.filter((key) => !same(key));
  const put = (view: Json): Json => {
    const rest = Object.fromEntries(Object.entries(view).filter(([key]) => changed.every((one) => one !== key)));
    return { ...rest, ...Object.fromEntries(changed.flatMap((key) => (after[key] === undefined || after[key] === null ? [] : [[key, after[key]]]))) };
  };
  const known = views.some((view) => view['id'] === before.id);
  return withViews(form, known ? views.map((view) => (view['id'] === before.id ? put(view) : view)) : [...views, { ...after }]);
}

/** A view as the dialog keeps it: its place in the list, and its name. */
export interface Named {
  id: string;
  label: unknown;
}

/** The draft with its views in this order and under these names; what is not named is taken out, what came meanwhile stays at the end. */
export function withOrder(form: Json, shown: readonly View[], before: readonly Named[], after: readonly Named[]): Json {
  const views = viewsOf(form, shown);
  const known = new Set(before.map(({ id }) => id));
  const kept = after.flatMap(({ id, label }) => views.flatMap((view) => (view['id'] === id ? [{ ...view, label }] : [])));
  return withViews(form, [...kept, ...views.filter((view) => !known.has(String(view['id'])))]);
}
