import { useCallback, type RefObject } from 'react';
import { reveal } from './layout';

const focusable = 'input:not([type=hidden]):not([disabled]), textarea, select, button:not([disabled]), [tabindex="0"]';

/** Scrolls to the first field that is wrong and puts the focus into it; its message is announced as an alert. */
export function useFirstFault(root: RefObject<HTMLElement | null>): () => void {
  return useCallback(() => {
    const look = (frames: number): void => {
      const field = root.current?.querySelector('[data-invalid=true]');
      if (!(field instanceof HTMLElement)) {
        // A form that has just been opened for it is drawn some frames later.
        if (frames > 0) requestAnimationFrame(() => { look(frames - 1); });
        return;
      }
      reveal(field);
      // A page that was hidden is drawn in the next frame.
      requestAnimationFrame(() => { arrive(field, 30); });
    };
    const arrive = (field: HTMLElement, frames: number): void => {
      // A row of many is drawn only now that it was scrolled to.
      const place = field.matches('[data-window=true]') ? field.querySelector('[data-invalid=true]') : field;
      if (place === null && frames > 0) {
        requestAnimationFrame(() => { arrive(field, frames - 1); });
        return;
      }
      const found = place ?? field;
      found.scrollIntoView({ block: 'center' });
      const input = found.querySelector(focusable);
      if (input instanceof HTMLElement) input.focus({ preventScroll: true });
    };
    requestAnimationFrame(() => { look(30); });
  }, [root]);
}

/** Puts the focus into the first field that takes a value. */
export function focusFirst(root: HTMLElement | null): void {
  const input = root?.querySelector('[data-field] input:not([disabled]):not([type=file]), [data-field] textarea:not([disabled])');
  if (input instanceof HTMLElement) input.focus({ preventScroll: true });
}
