import { useRef } from 'react';
import { newKey } from '@/api';
import type { Kept } from '@/features/unsent';

/**
 * The key of a submit: the same content keeps its key, so that sending it again after a lost answer does nothing twice. What was sent before
 * the page was left has its key in `kept`.
 */
export function useSubmitKey(kept?: Kept | null): (content: unknown) => string {
  const before = kept?.key === undefined ? null : { content: JSON.stringify({ values: kept.sent ?? {} }), key: kept.key };
  const last = useRef<{ content: string; key: string } | null>(before);
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current?.content !== text) last.current = { content: text, key: newKey() };
    return last.current.key;
  };
}
