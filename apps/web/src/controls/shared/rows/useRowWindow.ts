/** Which rows of many are drawn: those in sight, some beside them, and the one that has the focus. */
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState, type RefCallback } from 'react';
import { revealed } from '@/features/form';
import { size } from '@/theme';

/** A row that is drawn. */
export interface Slot {
  index: number;
  /** The room above it of rows that are not drawn, in pixels. */
  gap: number;
}

export interface RowWindow {
  /** Whether only some of the rows are drawn; then they scroll in a box of their own. */
  windowed: boolean;
  /** Takes the box in which the rows scroll. */
  attach: RefCallback<HTMLDivElement>;
  slots: readonly Slot[];
  /** The room below the last row that is drawn. */
  rest: number;
  /** Tells how high a row has become. */
  measure: RefCallback<HTMLElement> | undefined;
  /** Whether the first row that is wrong is not drawn: then the box itself says so. */
  hidesFault: boolean;
  /** Brings a row into sight and hands over its element. */
  reach: (index: number, then: (row: HTMLElement) => void) => void;
}

interface Wanted {
  count: number;
  /** So many rows are all drawn. */
  few: number;
  /** The usual height of a row, in pixels. */
  height: number;
  keyOf: (index: number) => number | string;
  /** The first row that says that something is wrong in it; it is brought into sight when the form goes to its first fault. */
  faulty?: number;
}

/** How many frames a row is waited for that was scrolled to. */
const patience = 20;

function rowIn(scroller: HTMLElement | null, index: number): HTMLElement | null {
  return scroller?.querySelector<HTMLElement>(`[data-index="${String(index)}"]`) ?? null;
}

/** The row that has the focus: it stays, wherever the others are scrolled to. */
function focusedIn(scroller: HTMLElement | null): number {
  const active = document.activeElement;
  if (scroller === null || active === null || !scroller.contains(active)) return -1;
  return Number(active.closest('[data-index]')?.getAttribute('data-index') ?? -1);
}

export function useRowWindow({ count, few, height, keyOf, faulty = -1 }: Wanted): RowWindow {
  const scroller = useRef<HTMLDivElement | null>(null);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const attach = useCallback((element: HTMLDivElement | null): void => {
    scroller.current = element;
    setBox(element);
  }, []);
  const windowed = count > few;
  // Nothing is memoised over what it returns, but for `measureElement`, which stays the same.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer<HTMLDivElement, HTMLElement>({
    count,
    getScrollElement: () => box,
    estimateSize: () => height,
    getItemKey: keyOf,
    overscan: 4,
    // The head of a table lies over the rows.
    scrollPaddingEnd: size.s12,
    rangeExtractor: (range) => {
      const drawn = defaultRangeExtractor(range);
      const focused = focusedIn(box);
      return focused < 0 || focused >= range.count || drawn.includes(focused) ? drawn : [...drawn, focused].toSorted((one, other) => one - other);
    },
  });
  /** Scrolls to a row as the list is now: it may have grown since somebody asked. */
  const scrollTo = useRef<(index: number) => void>(() => undefined);
  useEffect(() => {
    scrollTo.current = (index) => {
      if (windowed) virtual.scrollToIndex(index);
    };
  });
  const reach = useCallback((index: number, then: (row: HTMLElement) => void): void => {
    const look = (frames: number): void => {
      const row = rowIn(scroller.current, index);
      if (row !== null) {
        then(row);
        return;
      }
      scrollTo.current(index);
      if (frames > 0) requestAnimationFrame(() => { look(frames - 1); });
    };
    look(patience);
  }, []);
  useEffect(() => {
    if (box === null || faulty < 0) return undefined;
    const hear = (event: Event): void => {
      if (event.target === box) reach(faulty, () => undefined);
    };
    box.addEventListener(revealed, hear);
    return () => { box.removeEventListener(revealed, hear); };
  }, [box, faulty, reach]);
  if (!windowed) return { windowed, attach, slots: Array.from({ length: count }, (_, index) => ({ index, gap: 0 })), rest: 0, measure: undefined, hidesFault: false, reach };
  let end = 0;
  const slots = virtual.getVirtualItems().map((item) => {
    const slot = { index: item.index, gap: Math.max(0, item.start - end) };
    end = item.end;
    return slot;
  });
  const hidesFault = faulty >= 0 && slots.every((slot) => slot.index !== faulty);
  return { windowed, attach, slots, rest: Math.max(0, virtual.getTotalSize() - end), measure: virtual.measureElement, hidesFault, reach };
}
