import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import type { Scheme } from './tokens';

/** What the person chose; `system` follows the device. */
export type SchemeChoice = Scheme | 'system';

interface SchemeState {
  choice: SchemeChoice;
  choose: (choice: SchemeChoice) => void;
}

export const useSchemeChoice = create<SchemeState>()(
  persist(
    (set) => ({
      choice: 'system',
      choose: (choice) => {
        set({ choice });
      },
    }),
    { name: 'mortise.scheme' },
  ),
);

const darkDevice = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)');

function subscribeToDevice(changed: () => void): () => void {
  const query = darkDevice();
  query.addEventListener('change', changed);
  return () => {
    query.removeEventListener('change', changed);
  };
}

/** The scheme that is shown now. */
export function useScheme(): Scheme {
  const choice = useSchemeChoice((state) => state.choice);
  const deviceIsDark = useSyncExternalStore(subscribeToDevice, () => darkDevice().matches);
  if (choice !== 'system') return choice;
  return deviceIsDark ? 'dark' : 'light';
}
