import { useEffect } from 'react';
import { useLocation } from 'react-router';
import { create } from 'zustand';
import { persist } from 'zustand/middleware';
import { useApps, type AppSummary, type MenuEntry } from '@/api';

interface LastApp {
  id: string | null;
  remember: (id: string) => void;
}

const useLastApp = create<LastApp>()(
  persist(
    (set) => ({
      id: null,
      remember: (id) => {
        set({ id });
      },
    }),
    { name: 'mortise.app' },
  ),
);

/** The app whose menu stands at the left: that of the address, else the one that was open last, else the first. */
export function useCurrentApp(): AppSummary | undefined {
  const { pathname } = useLocation();
  const { data: apps } = useApps();
  const last = useLastApp((state) => state.id);
  const remember = useLastApp((state) => state.remember);
  const [, place, named] = pathname.split('/');
  const inAddress = place === 'apps' ? named : undefined;
  useEffect(() => {
    if (inAddress !== undefined) remember(inAddress);
  }, [inAddress, remember]);
  if (apps === undefined) return undefined;
  return apps.find((app) => app.id === (inAddress ?? last)) ?? apps[0];
}

export type FormEntry = Extract<MenuEntry, { kind: 'form' }>;
export type DashboardEntry = Extract<MenuEntry, { kind: 'dashboard' }>;

/** All forms and dashboards of a menu, without the groups. */
export function flatMenu(menu: readonly MenuEntry[]): readonly (FormEntry | DashboardEntry)[] {
  return menu.flatMap((entry) => (entry.kind === 'group' ? flatMenu(entry.items) : [entry]));
}
