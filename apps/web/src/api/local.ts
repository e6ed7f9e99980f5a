/** What this browser keeps for a person until the server has it. Texts lie in local storage, files and waiting records in IndexedDB. */
import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';

/** The parts of the database; each has its own, as the library wants it. */
function shelf(name: string): UseStore {
  return createStore(`mortise-${name}`, name);
}

export interface Shelf<T> {
  put: (key: string, value: T) => Promise<void>;
  take: (key: string) => Promise<T | undefined>;
  drop: (key: string) => Promise<void>;
  all: () => Promise<readonly [string, T][]>;
}

/** A part of what is kept, opened when it is used first. */
export function openShelf<T>(name: string): Shelf<T> {
  let opened: UseStore | undefined;
  const store = (): UseStore => (opened ??= shelf(name));
  return {
    put: (key, value) => set(key, value, store()),
    take: (key) => get<T>(key, store()),
    drop: (key) => del(key, store()),
    all: () => entries<string, T>(store()),
  };
}

/** A text by its name; a browser that keeps nothing is no fault. */
export const texts = {
  put(name: string, text: string): void {
    try {
      localStorage.setItem(name, text);
    } catch {
      // The browser's room is used up or closed: the server's copy remains.
    }
  },
  take(name: string): string | null {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  },
  drop(name: string): void {
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  },
  /** The names that begin in one way. */
  below(prefix: string): readonly string[] {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    } catch {
      return [];
    }
  },
};
