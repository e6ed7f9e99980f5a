import type { Design } from './design';
import { columnIn, idIn, isKey, listAt, listsOf, mayStand, type Place } from './model/tree';

/** Where something new is put when nobody points at a place. */

/** The same place, or one further out where such a part may stand. */
export function fitting(design: Design, place: Place, part: string): Place {
  let at = place;
  for (;;) {
    const list = listAt(design.nodes, at.into);
    if (list === undefined || mayStand(part, list.inside)) return list === undefined ? { into: '', at: design.nodes.length } : at;
    const holder = design.steps.find(({ node }) => listsOf(node).some((one) => one.id === at.into));
    if (holder === undefined) return { into: '', at: design.nodes.length };
    at = { into: holder.place.into, at: holder.place.at + 1 };
  }
}

/** Behind what is chosen, inside a part that holds others, else at the end of the last part with fields. */
export function placeFor(design: Design, chosen: readonly string[], part: string): Place {
  const key = chosen.at(-1);
  const step = key === undefined ? undefined : design.steps.find((one) => one.key === key);
  if (step !== undefined) {
    const open = isKey('page', step.key) ? listAt(design.nodes, idIn(step.key)) : listsOf(step.node)[0];
    if (open !== undefined && mayStand(part, open.inside)) return { into: open.id, at: open.nodes.length };
    return fitting(design, isKey('page', step.key) ? { into: '', at: design.nodes.length } : { into: step.place.into, at: step.place.at + 1 }, part);
  }
  const column = key === undefined ? null : columnIn(key);
  if (column !== null) return placeFor(design, [`field:${column.table}`], part);
  const holder = design.steps.findLast(({ node }) => listsOf(node).length > 0);
  const last = holder === undefined ? undefined : listsOf(holder.node).at(-1);
  return last !== undefined && part === 'field' && holder?.depth === 0 ? { into: last.id, at: last.nodes.length } : { into: '', at: design.nodes.length };
}

/** The table whose columns are chosen, and behind which of them something new comes. */
export function columnsChosen(chosen: readonly string[]): { table: string; columns: readonly string[] } | null {
  const found = chosen.map(columnIn);
  const [first] = found;
  if (first === null || first === undefined || found.some((one) => one?.table !== first.table)) return null;
  return { table: first.table, columns: found.flatMap((one) => one?.column ?? []) };
}
