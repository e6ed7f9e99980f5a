import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { objectsIn } from '@/definition';

/** From the weakest right on a field to the strongest. */
const order = ['hidden', 'mask', 'read', 'write'] as const;

const strength = (right: unknown): number => Math.max(order.findIndex((one) => one === right), 0);

/** The right of one grant; where it allows no writing, fields are read at most. */
function rightIn(grant: Json, field: string | null): number {
  const own = field === null || !isObject(grant['fields']) ? undefined : grant['fields'][field];
  const right = strength(own ?? textIn(grant, 'field_default') ?? 'write');
  const may = listIn(grant, 'actions').some((action) => action === 'create' || action === 'update');
  return may ? right : Math.min(right, strength('read'));
}

/** The rights of a role on the fields of a form when it files a new record; several grants add up. */
export function rightsOf(role: Json, form: string): { default: string; fields: Json; writes: boolean } {
  const grants = objectsIn(role, 'grants').filter((grant) => grant['form'] === form);
  const writes = grants.some((grant) => listIn(grant, 'actions').some((action) => action === 'create' || action === 'update'));
  const named = new Set(grants.flatMap((grant) => Object.keys(isObject(grant['fields']) ? grant['fields'] : {})));
  const best = (field: string | null): string => order[Math.max(0, ...grants.map((grant) => rightIn(grant, field)))] ?? 'hidden';
  return { default: best(null), fields: Object.fromEntries([...named].map((field) => [field, best(field)])), writes };
}
