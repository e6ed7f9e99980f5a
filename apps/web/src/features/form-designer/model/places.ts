import { isObject, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';
import { keyOfNode, layoutKinds, type LayoutName } from './tree';

/** What a pointer into a form leads to, as the designer shows it. */
export interface Spot {
  readonly key: string | null;
  /** The layout in which it is seen, when only that one shows it. */
  readonly layout: LayoutName | null;
  readonly tab: 'settings' | 'logic';
}

function fieldSpot(form: Json, steps: readonly string[]): string | null {
  const field = objectsIn(form, 'fields')[Number(steps[1])];
  const id = textIn(field, 'id');
  if (field === undefined || id === undefined) return null;
  const column = steps[2] === 'fields' ? textIn(objectsIn(field, 'fields')[Number(steps[3])], 'id') : undefined;
  return column === undefined ? `field:${id}` : `column:${id}.${column}`;
}

/** The innermost part on the way. */
function partSpot(layout: unknown, steps: readonly string[]): string | null {
  let at: unknown = layout;
  let found: string | null = null;
  for (const [number, step] of steps.entries()) {
    at = Array.isArray(at) ? at[Number(step)] : isObject(at) ? at[step] : undefined;
    if (isObject(at) && steps[number - 1] === 'children') found = keyOfNode(at);
    if (isObject(at) && steps[number - 1] === 'pages') found = `page:${String(at['id'])}`;
  }
  return found;
}

export function spotOf(form: Json, pointer: string): Spot {
  const steps = pointer.split('/').slice(1);
  const [list = '', at = ''] = steps;
  if (list === 'fields') return { key: fieldSpot(form, steps), layout: null, tab: 'settings' };
  if (list === 'logic') {
    const [target = '', column] = String(objectsIn(form, 'logic')[Number(at)]?.['target']).split('.');
    const table = objectsIn(form, 'fields').find((field) => field['id'] === target);
    const known = table !== undefined && (column === undefined || objectsIn(table, 'fields').some((one) => one['id'] === column));
    return { key: known ? `field:${target}` : null, layout: null, tab: 'logic' };
  }
  if (list === 'layouts') {
    const layout = objectsIn(form, 'layouts')[Number(at)];
    return { key: partSpot(layout, steps.slice(2)), layout: layoutKinds.find((kind) => kind === layout?.['kind']) ?? null, tab: 'settings' };
  }
  return { key: null, layout: null, tab: 'settings' };
}
