import { useSyncExternalStore } from 'react';
import { useSelection } from '../selection';

/** How one face stands in the selection. A change of it is told to the faces that it is about, not to all of them. */
export interface Mark {
  readonly chosen: boolean;
  /** It is chosen last: its tools are shown. */
  readonly last: boolean;
  /** Tab leads to it. */
  readonly reached: boolean;
  readonly cut: boolean;
}

type Selected = ReturnType<typeof useSelection.getState>;

const listeners = new Map<string, Set<() => void>>();

function keysIn({ chosen, cut, anchor, first }: Selected): ReadonlySet<string> {
  return new Set([...chosen, ...cut, anchor ?? first ?? '']);
}

useSelection.subscribe((now, before) => {
  if (now.chosen === before.chosen && now.cut === before.cut && now.anchor === before.anchor && now.first === before.first) return;
  for (const key of new Set([...keysIn(before), ...keysIn(now)])) for (const tell of listeners.get(key) ?? []) tell();
});

function subscribe(key: string, tell: () => void): () => void {
  const own = listeners.get(key) ?? new Set();
  listeners.set(key, own);
  own.add(tell);
  return () => {
    own.delete(tell);
    if (own.size === 0) listeners.delete(key);
  };
}

/** Marks as numbers, so that the same one is the same value. */
function bitsOf(key: string): number {
  const { chosen, cut, anchor, first } = useSelection.getState();
  return (chosen.includes(key) ? 1 : 0) + (chosen.at(-1) === key ? 2 : 0) + ((anchor ?? first) === key ? 4 : 0) + (cut.includes(key) ? 8 : 0);
}

export function useMark(key: string): Mark {
  const bits = useSyncExternalStore(
    (tell) => subscribe(key, tell),
    () => bitsOf(key),
  );
  const has = (bit: number): boolean => Math.floor(bits / bit) % 2 === 1;
  return { chosen: has(1), last: has(2), reached: has(4), cut: has(8) };
}
