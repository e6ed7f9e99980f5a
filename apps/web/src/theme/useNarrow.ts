import { useSyncExternalStore } from 'react';
import { width } from './tokens';

const query = (pixels: number): MediaQueryList => window.matchMedia(`(max-width: ${String(pixels - 1)}px)`);

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
