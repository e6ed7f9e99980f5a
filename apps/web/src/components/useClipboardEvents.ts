import { useEffect, useRef, type RefObject } from 'react';

/** Whether what is copied or pasted is meant for the canvas: nobody writes in an input, and no window stands over it. */
function meant(canvas: HTMLElement | null): boolean {
  const active = document.activeElement;
  if (canvas === null || document.querySelector('[role=dialog][aria-modal=true]') !== null) return false;
  if (active instanceof HTMLElement && (active.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(active.tagName))) return false;
  return active === null || active === document.body || canvas.contains(active);
}

/** Ctrl+C, Ctrl+X and Ctrl+V on the canvas, through the clipboard of the system. What is pasted and not understood is left to the browser. */
export function useClipboardEvents(canvas: RefObject<HTMLElement | null>, clip: (cut: boolean) => string, pasteText: (text: string) => boolean): void {
  const latest = useRef({ clip, pasteText });
  useEffect(() => {
    latest.current = { clip, pasteText };
  });
  useEffect(() => {
    const take = (event: ClipboardEvent): void => {
      if (!meant(canvas.current)) return;
      const text = latest.current.clip(event.type === 'cut');
      if (text === '') return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
    };
    const put = (event: ClipboardEvent): void => {
      if (!meant(canvas.current)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (latest.current.pasteText(text)) event.preventDefault();
    };
    document.addEventListener('copy', take);
    document.addEventListener('cut', take);
    document.addEventListener('paste', put);
    return () => {
      document.removeEventListener('copy', take);
      document.removeEventListener('cut', take);
      document.removeEventListener('paste', put);
    };
  }, [canvas]);
}
