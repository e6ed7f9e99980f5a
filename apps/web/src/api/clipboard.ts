import { texts } from './local';

/** The clipboard of the system as text, and a copy of it in this browser for menus: no browser lets a menu read the clipboard unasked. */

const name = 'mortise.clip';

/** Keeps what an event of copying put into the clipboard. */
export function remember(text: string): void {
  texts.put(name, text);
}

export function remembered(): string {
  return texts.take(name) ?? '';
}

/** Writes into the clipboard from a menu. */
export function writeClipboard(text: string): void {
  remember(text);
  // Without a secure connection there is no such interface; the other tabs of this browser read the kept copy.
  if (window.isSecureContext) navigator.clipboard.writeText(text).catch(() => undefined);
}
