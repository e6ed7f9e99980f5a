/** What is drawn over one picture, with the way back and forth. */
import { useState } from 'react';
import type { StoredFile } from '../../services';
import { readMarks, type Marks, type Shape } from './marks';

/** How many steps can be taken back. */
const memory = 50;

export interface Drawing {
  marks: Marks | null;
  shapes: readonly Shape[];
  /** Whether something was drawn since the picture was opened. */
  changed: boolean;
  /** The picture has come: shapes are drawn in its own pixels. */
  begin: (width: number, height: number) => void;
  change: (next: readonly Shape[]) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  /** The file with what was drawn. */
  result: () => StoredFile;
}

export function useDrawing(file: StoredFile): Drawing {
  const [marks, setMarks] = useState<Marks | null>(() => readMarks(file.marks));
  const [past, setPast] = useState<readonly (readonly Shape[])[]>([]);
  const [future, setFuture] = useState<readonly (readonly Shape[])[]>([]);
  const shapes = marks?.shapes ?? [];
  const put = (next: readonly Shape[]): void => {
    setMarks((before) => (before === null ? null : { ...before, shapes: next }));
  };
  const [before, after] = [past.at(-1), future.at(-1)];
  return {
    marks,
    shapes,
    changed: past.length > 0,
    begin: (width, height) => {
      setMarks((known) => known ?? { width: Math.max(1, width), height: Math.max(1, height), shapes: [] });
    },
    change: (next) => {
      setPast([...past, shapes].slice(-memory));
      setFuture([]);
      put(next);
    },
    undo:
      before === undefined
        ? null
        : () => {
            setPast(past.slice(0, -1));
            setFuture([...future, shapes]);
            put(before);
          },
    redo:
      after === undefined
        ? null
        : () => {
            setFuture(future.slice(0, -1));
            setPast([...past, shapes]);
            put(after);
          },
    result: () => {
      const { marks: _old, ...plain } = file;
      const kept = shapes.filter((shape) => shape.kind !== 'text' || shape.text?.trim() !== '');
      return marks === null || kept.length === 0 ? plain : { ...plain, marks: { ...marks, shapes: kept } };
    },
  };
}
