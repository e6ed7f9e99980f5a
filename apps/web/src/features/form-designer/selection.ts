import { create } from 'zustand';
import type { LayoutName } from './model/tree';

/** What stands over the canvas. */
export type Dialog = 'move' | 'insert' | 'header' | 'words' | 'preview' | 'views';

/** What is chosen on the canvas and how it is looked at. None of it is part of the form. */
interface Selection {
  /** The form that it is about: `leave/request`. */
  place: string;
  layout: LayoutName;
  chosen: readonly string[];
  /** The first face of the canvas: Tab leads to it when nothing is chosen. */
  first: string | null;
  /** From where Shift goes on. */
  anchor: string | null;
  /** The page that is open, by the part that holds it. */
  pages: Readonly<Record<string, string>>;
  folded: readonly string[];
  /** What waits to be moved by pasting. */
  cut: readonly string[];
  /** Whether the properties stand over the canvas on a narrow screen. */
  sheet: boolean;
  tab: 'settings' | 'logic';
  /** Counts the times that the keyboard is to come to what is chosen. */
  grabs: number;
  /** Counts the times that what is chosen is to be brought into sight. */
  shows: number;
  /** What was done, for those who listen. */
  said: string;
  dialog: Dialog | null;
  /** The view that is open among those of the form. */
  view: string | null;
  /** Cells of a sheet that were pasted and are looked through. */
  pasted: string;
  begin: (place: string) => void;
  look: (layout: LayoutName) => void;
  choose: (chosen: readonly string[], anchor?: string | null, open?: boolean) => void;
  turn: (part: string, page: string) => void;
  fold: (part: string) => void;
  /** Lets the keyboard go on with what is chosen, wherever it was. */
  grab: () => void;
  /** Brings what is chosen into sight. */
  show: () => void;
  set: (some: Partial<Pick<Selection, 'cut' | 'sheet' | 'tab' | 'said' | 'dialog' | 'view' | 'pasted' | 'first'>>) => void;
}

const blank = { first: null, chosen: [], anchor: null, pages: {}, folded: [], cut: [], sheet: false, tab: 'settings', grabs: 0, shows: 0, said: '', dialog: null, view: null, pasted: '' } as const;

export const useSelection = create<Selection>()((set) => ({
  place: '',
  layout: 'desktop',
  ...blank,
  begin: (place) => {
    set((before) => (before.place === place ? {} : { place, layout: 'desktop', ...blank }));
  },
  look: (layout) => {
    set({ layout, chosen: [], anchor: null });
  },
  choose: (chosen, anchor = chosen.at(-1) ?? null, open = false) => {
    set(open ? { chosen, anchor, sheet: true } : { chosen, anchor });
  },
  turn: (part, page) => {
    set(({ pages }) => ({ pages: { ...pages, [part]: page } }));
  },
  fold: (part) => {
    set(({ folded }) => ({ folded: folded.includes(part) ? folded.filter((one) => one !== part) : [...folded, part] }));
  },
  show: () => {
    set(({ shows }) => ({ shows: shows + 1 }));
  },
  grab: () => {
    set(({ grabs }) => ({ grabs: grabs + 1 }));
  },
  set: (some) => {
    set(some);
  },
}));

/** The selection at this moment, for what is done with it. */
export const selectionNow = (): Selection => useSelection.getState();
