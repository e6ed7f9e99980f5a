import type { Difference, Plan, Side, Upgrade } from './queries';

/** What is decided, by the place of each difference. */
export type Decided = ReadonlyMap<string, { readonly difference: Difference; readonly side: Side }>;

/** The object of a difference. */
export const objectOf = ({ kind, id }: Difference): string => `${kind}/${id}`;

export const keyOf = (difference: Difference): string => `${objectOf(difference)}#${difference.path}`;

/** Whose value stands at a place. */
export const sideOf = (decided: Decided, difference: Difference): Side => decided.get(keyOf(difference))?.side ?? difference.taken;

export function withDecisions(decided: Decided, differences: readonly Difference[], side: Side): Decided {
  return new Map([...decided, ...differences.map((difference) => [keyOf(difference), { difference, side }] as const)]);
}

const decisionsOf = (decided: Decided): NonNullable<Plan['decisions']> =>
  [...decided.values()].map(({ difference: { kind, id, path }, side }) => ({ kind, id, path, side }));

/** The plan by which a package is looked at. */
export const lookingPlan = (decided: Decided, replace: boolean, choices: NonNullable<Plan['choices']>): Plan => ({ replace, decisions: decisionsOf(decided), choices });

/** The plan of what somebody has looked at: every conflict is said, also where one's own value stays. */
export function lookedAtPlan(plan: Plan, upgrade: Upgrade | null | undefined, decided: Decided): Plan {
  if (upgrade === null || upgrade === undefined) return plan;
  const asked = upgrade.differences.filter((difference) => difference.by === 'conflict' && !decided.has(keyOf(difference)));
  const all = asked.reduce((known, difference) => withDecisions(known, [difference], difference.taken), decided);
  return { ...plan, seen: upgrade.seen, decisions: decisionsOf(all) };
}
