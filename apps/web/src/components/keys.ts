import { useEffect, useRef } from 'react';

/** Whether the event belongs to somebody who is writing: in an input, or composing with an input method. */
export function typing(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === 'Process') return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** `Mod+K` for Ctrl or Cmd with K; else the key as the browser names it. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key;
}

/** Keys of a page. Those without Mod do nothing while somebody writes or a dialog is open. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.altKey) return;
      const name = nameOf(event);
      const act = latest.current[name];
      if (act === undefined) return;
      if (!name.startsWith('Mod+') && (typing(event) || document.querySelector('[role=dialog][aria-modal=true]') !== null)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, []);
}
