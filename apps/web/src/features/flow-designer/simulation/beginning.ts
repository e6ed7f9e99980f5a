import { isObject, textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';

/** The short name of a record that somebody creates in the simulation. */
const created = 'case';

/** How a case begins in the simulation: the steps to begin with, and the short name of the record on which it goes on. */
export interface Beginning {
  readonly record: string;
  readonly steps: readonly Json[];
}

function startOf(flow: Json): Json {
  return objectsIn(flow, 'nodes').find((node) => node['kind'] === 'start') ?? {};
}

/** What a message brings, so that the record holds what was entered. */
function brought(message: Json, values: Json): Json {
  const taken = objectsIn(message, 'values').flatMap((one): [string, unknown][] => {
    const [field, from] = [textIn(one, 'field'), textIn(one, 'from')];
    return field === undefined || from === undefined || values[field] === undefined ? [] : [[from, values[field]]];
  });
  return Object.fromEntries(taken);
}

/** The case begins as its start says: by the creation of the record, else by its button, by a message, or when its time comes. */
export function beginningOf(flow: Json, flowId: string, by: string, values: Json): Beginning {
  const { not_on_create: later, button, message, schedule } = startOf(flow);
  const create = { do: 'create', by, form: textIn(flow, 'form') ?? '', as: created, values };
  if (later !== true) return { record: created, steps: [create] };
  if (isObject(button)) return { record: created, steps: [create, { do: 'start', by, record: created, flow: flowId }] };
  if (isObject(message)) return { record: created, steps: [{ do: 'message', record: created, name: textIn(message, 'name') ?? '', values: brought(message, values) }] };
  // With a schedule alone nothing happens before its moment; then the record has the name of the flow.
  if (isObject(schedule) && schedule['records'] === undefined) return { record: flowId, steps: [{ do: 'wait', minutes: 0 }] };
  return { record: created, steps: [create] };
}
