/** Who is there when a flow is tried, and the scenario that a run is. */
import { isObject, listIn, textIn, type Json } from '@/api';
import { jsonOf, labelled, objectsIn } from '@/definition';
import type { BuildObject } from '@/features/build';

export interface Person {
  readonly name: string;
  readonly roles: readonly string[];
  readonly department: string | null;
  /** Whether somebody may move, hold and end cases. */
  readonly administrator?: boolean;
}

export interface Department {
  readonly name: string;
  readonly head: string | null;
  readonly above: string | null;
}

export interface Cast {
  readonly people: readonly Person[];
  readonly departments: readonly Department[];
}

/** The names that an example cast needs, in the language of whoever builds. */
export interface ExampleNames {
  readonly head: string;
  readonly office: string;
  readonly team: string;
  readonly teamHead: string;
  readonly administrator: string;
  readonly member: (role: string) => string;
}

function textsIn(value: unknown, key: string): readonly string[] {
  return listIn(value, key).filter((one) => typeof one === 'string');
}

/** One person for each role of the app, in one team with a head above whom another one stands; whoever fills a slot has its name. */
export function exampleCast(objects: readonly BuildObject[], names: ExampleNames, text: (label: ReturnType<typeof labelled>) => string): Cast {
  const roles = objects.filter((object) => object.kind === 'role');
  const slots = objects.filter((object) => object.kind === 'app').flatMap((object) => objectsIn(object.definition, 'slots'));
  const member = (role: BuildObject): Person => ({ name: names.member(text(labelled(jsonOf(role.definition)['label'])) || role.id), roles: [role.id], department: names.team });
  const heads: readonly Person[] = [{ name: names.head, roles: [], department: names.office }, { name: names.teamHead, roles: [], department: names.team }];
  const ofSlots = (kind: string): readonly string[] => slots.filter((slot) => textIn(slot, 'kind') === kind).map((slot) => String(slot['id']));
  return {
    people: [...roles.map(member), ...heads, ...ofSlots('user').map((name) => ({ name, roles: [], department: names.team })), { name: names.administrator, roles: [], department: names.office, administrator: true }],
    departments: [
      { name: names.office, head: names.head, above: null },
      { name: names.team, head: names.teamHead, above: names.office },
      ...ofSlots('department').map((name) => ({ name, head: names.teamHead, above: names.office })),
    ],
  };
}

/** The people and departments of a scenario. */
export function castOf(scenario: Json): Cast {
  const entries = (key: string): readonly (readonly [string, unknown])[] => Object.entries(isObject(scenario[key]) ? scenario[key] : {});
  return {
    people: entries('people').map(([name, person]) => ({ name, roles: textsIn(person, 'roles'), department: textIn(person, 'department') ?? null, ...(isObject(person) && person['administrator'] === true ? { administrator: true } : {}) })),
    departments: entries('departments').map(([name, team]) => ({ name, head: textIn(team, 'head') ?? null, above: textIn(team, 'above') ?? null })),
  };
}

/** Whether somebody's roles let a record of the form be made. */
export function mayCreate(person: Person, form: string, objects: readonly BuildObject[]): boolean {
  const grants = objects.filter((object) => object.kind === 'role' && person.roles.includes(object.id)).flatMap((role) => objectsIn(role.definition, 'grants'));
  return grants.some((grant) => grant['form'] === form && textsIn(grant, 'actions').includes('create'));
}

/** What a run begins with. */
export interface Beginning {
  readonly now: string;
  readonly cast: Cast;
}

/** What there is something to say of. */
function filled(parts: Json): Json {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)));
}

/** The run as a scenario. */
export function scenarioOf({ now, cast }: Beginning, steps: readonly Json[], id = 'run', label: unknown = id): Json {
  const people = Object.fromEntries(cast.people.map(({ name, roles, department, administrator }) => [name, filled({ roles, department, administrator: administrator === true ? true : null })]));
  const departments = Object.fromEntries(cast.departments.map(({ name, head, above }) => [name, filled({ head, above })]));
  return { format: 1, id, label, now, people, ...(cast.departments.length === 0 ? {} : { departments }), steps };
}

/** Nine o'clock in Shanghai on the working day that comes next, so that working calendars have something to count. */
export function nextMorning(today: Date): string {
  const day = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate() + 1, 1));
  while (day.getUTCDay() === 0 || day.getUTCDay() === 6) day.setUTCDate(day.getUTCDate() + 1);
  return day.toISOString().replace('.000Z', 'Z');
}
