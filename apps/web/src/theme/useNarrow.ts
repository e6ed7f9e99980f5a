import { useSyncExternalStore } from 'react';
import { width } from './tokens';

const queries = new Map<number, MediaQueryList>();

/** One query for a width: asking the browser for a new one each time something is drawn costs more than the answer. */
function query(pixels: number): MediaQueryList {
  const known = queries.get(pixels);
  if (known !== undefined) return known;
  const made = window.matchMedia(`(max-width: ${String(pixels - 1)}px)`);
  queries.set(pixels, made);
  return made;
}

/** Whether the window is narrower than this; a phone by default. */
export function useNarrow(pixels: number = width.phone): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = query(pixels);
      list.addEventListener('change', changed);
      return () => {
        list.removeEventListener('change', changed);
      };
    },
    () => query(pixels).matches,
  );
}
