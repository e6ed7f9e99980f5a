import { useRef, type MouseEvent, type ReactNode } from 'react';
import { selectionNow } from '../selection';
import { useMark } from './marks';
import styles from './canvas.module.css';

/** The keys between two on the canvas, in the order in which they are seen. */
function between(canvas: Element, from: string, to: string): readonly string[] {
  const all = [...canvas.querySelectorAll<HTMLElement>('[data-face]')].map((face) => face.dataset['face'] ?? '');
  const [one, other] = [all.indexOf(from), all.indexOf(to)].toSorted((a, b) => a - b);
  return one === undefined || other === undefined || one < 0 ? [to] : all.slice(one, other + 1);
}

/** Chooses as a click on a face does: alone, one more with Ctrl, all between with Shift. */
export function chooseBy(event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }, id: string, canvas: Element | null, open: boolean): void {
  const { chosen, anchor, choose } = selectionNow();
  if (event.ctrlKey || event.metaKey) choose(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id], id);
  else if (event.shiftKey && anchor !== null && canvas !== null) choose(between(canvas, anchor, id), anchor);
  else choose([id], id, open);
}

/** What is pressed to choose a field or part. Of all faces one at a time can be reached by Tab; arrows lead on. */
export function Face({ id, children, label }: { id: string; children: ReactNode; label?: string }) {
  const { chosen, reached, cut } = useMark(id);
  const ref = useRef<HTMLButtonElement>(null);
  const press = (event: MouseEvent): void => {
    chooseBy(event, id, ref.current?.closest('[data-canvas]') ?? null, true);
  };
  return (
    <button ref={ref} type="button" className={styles['face']} data-face={id} data-cut={cut} aria-pressed={chosen} tabIndex={reached ? 0 : -1} onClick={press} {...(label === undefined ? {} : { 'aria-label': label })}>
      {children}
    </button>
  );
}
