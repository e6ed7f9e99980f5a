import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { isText } from '@/api/narrow';

/** Dragging by mouse and finger. One target, the canvas, finds the place under the pointer; every move has its keys and menu, too. */

export interface Dragged {
  /** A field or part that is moved, or an offer of the palette. */
  readonly sort: 'item' | 'offer';
  readonly id: string;
}

function readDragged(data: Record<string | symbol, unknown>): Dragged | null {
  const { sort, id } = data;
  return (sort === 'item' || sort === 'offer') && isText(id) ? { sort, id } : null;
}

/** Makes an element draggable. */
export function useDraggable<T extends HTMLElement>(dragged: Dragged): RefObject<T | null> {
  const ref = useRef<T>(null);
  const { sort, id } = dragged;
  useEffect(() => {
    const element = ref.current;
    return element === null ? undefined : draggable({ element, getInitialData: () => ({ sort, id }) });
  }, [sort, id]);
  return ref;
}

/** A place in one of the lists on the canvas. */
export interface Drop {
  readonly list: string;
  readonly at: number;
  /** Where the line is drawn that shows it, within the canvas. */
  readonly line: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

const thick = 3;

/** The children of a list that can be dropped between. */
function itemsOf(list: Element): readonly HTMLElement[] {
  return [...list.children].filter((one): one is HTMLElement => one instanceof HTMLElement && one.dataset['item'] !== undefined);
}

/** The place in the list under a point; beside items that stand side by side, else between rows. */
function dropIn(list: HTMLElement, x: number, y: number, canvas: DOMRect): Drop {
  const items = itemsOf(list);
  const boxes = items.map((item) => item.getBoundingClientRect());
  const own = list.getBoundingClientRect();
  let at = boxes.length;
  let upright = false;
  for (const [index, box] of boxes.entries()) {
    const beside = box.width < own.width * 0.8;
    if (y < box.top || (y <= box.bottom && (beside ? x < box.left + box.width / 2 : y < box.top + box.height / 2))) {
      at = index;
      break;
    }
  }
  const next = boxes[at];
  const before = boxes[at - 1];
  upright = [next, before].some((box) => box !== undefined && box.width < own.width * 0.8 && y >= box.top && y <= box.bottom);
  const name = list.dataset['list'] ?? '';
  const place = (left: number, top: number, width: number, height: number): Drop => ({ list: name, at, line: { left: left - canvas.left, top: top - canvas.top, width, height } });
  if (upright && next !== undefined && y >= next.top && y <= next.bottom) return place(next.left - thick, next.top, thick, next.height);
  if (upright && before !== undefined) return place(before.right, before.top, thick, before.height);
  if (next !== undefined) return place(own.left, next.top - thick, own.width, thick);
  return before === undefined ? place(own.left, own.top + thick, own.width, thick) : place(own.left, before.bottom, own.width, thick);
}

/** The innermost list under a point that takes what is dragged. */
function find(canvas: HTMLElement, x: number, y: number, takes: (list: string) => boolean): Drop | null {
  let element: Element | null = document.elementFromPoint(x, y);
  if (element === null || !canvas.contains(element)) element = canvas;
  for (let list = element.closest<HTMLElement>('[data-list]') ?? canvas.querySelector<HTMLElement>('[data-list]'); list !== null; list = list.parentElement?.closest<HTMLElement>('[data-list]') ?? null) {
    if (takes(list.dataset['list'] ?? '')) return dropIn(list, x, y, canvas.getBoundingClientRect());
  }
  return null;
}

interface Target {
  takes: (dragged: Dragged, list: string) => boolean;
  drop: (dragged: Dragged, list: string, at: number) => void;
}

/** Makes the canvas take what is dropped; answers the place that is shown while something is dragged over it. */
export function useDropTarget(canvas: RefObject<HTMLElement | null>, target: Target): Drop | null {
  const latest = useRef(target);
  const [shown, setShown] = useState<Drop | null>(null);
  useEffect(() => {
    latest.current = target;
  });
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    let last: Drop | null = null;
    const show = (drop: Drop | null): void => {
      if (drop?.list === last?.list && drop?.at === last?.at) return;
      last = drop;
      setShown(drop);
    };
    const over = (data: Record<string | symbol, unknown>, x: number, y: number): Drop | null => {
      const dragged = readDragged(data);
      return dragged === null ? null : find(element, x, y, (list) => latest.current.takes(dragged, list));
    };
    return combine(
      dropTargetForElements({
        element,
        canDrop: ({ source }) => readDragged(source.data) !== null,
        onDrag: ({ source, location }) => { show(over(source.data, location.current.input.clientX, location.current.input.clientY)); },
        onDragLeave: () => { show(null); },
        onDrop: ({ source, location }) => {
          const drop = over(source.data, location.current.input.clientX, location.current.input.clientY);
          const dragged = readDragged(source.data);
          show(null);
          if (drop !== null && dragged !== null) latest.current.drop(dragged, drop.list, drop.at);
        },
      }),
    );
  }, [canvas]);
  return shown;
}
