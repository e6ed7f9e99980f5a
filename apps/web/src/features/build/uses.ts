import { isObject } from '@/api/narrow';

/** Keys under which the ids of other objects stand, by the kind of object that they name. */
const keysOf: Readonly<Record<string, string>> = {
  form: 'form',
  to: 'form',
  dataset: 'form',
  flow: 'flow',
  role: 'role',
  roles: 'role',
  dictionary: 'dictionary',
  calendar: 'calendar',
  base: 'calendar',
  message: 'message',
  connector: 'connector',
  report: 'report',
  dashboard: 'dashboard',
  dashboards: 'dashboard',
  print: 'print',
};

/** One object names another. */
export interface Use {
  from: string;
  to: string;
}

interface Known {
  kind: string;
  id: string;
  definition: unknown;
}

function collect(json: unknown, objects: Readonly<Record<string, Known>>, found: Set<string>): void {
  if (Array.isArray(json)) for (const one of json) collect(one, objects, found);
  if (!isObject(json)) return;
  for (const [key, value] of Object.entries(json)) {
    const kind = keysOf[key];
    if (kind !== undefined) {
      for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string' && objects[`${kind}/${one}`] !== undefined) found.add(`${kind}/${one}`);
    }
    if (typeof value === 'object') collect(value, objects, found);
  }
}

/** What refers to what in the whole app, each pair once. */
export function usesIn(objects: Readonly<Record<string, Known>>): readonly Use[] {
  return Object.entries(objects).flatMap(([from, object]) => {
    const found = new Set<string>();
    collect(object.definition, objects, found);
    found.delete(from);
    return [...found].map((to) => ({ from, to }));
  });
}

/** The objects that would miss this one. */
export function usersOf(uses: readonly Use[], key: string): readonly string[] {
  return uses.filter(({ to }) => to === key).map(({ from }) => from);
}

