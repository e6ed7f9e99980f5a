import { useRef } from 'react';
import { newKey } from '@/api';

/** The key of a submit: the same content keeps its key, so that sending it again after a lost answer does nothing twice. */
export function useSubmitKey(): (content: unknown) => string {
  const last = useRef<{ content: string; key: string } | null>(null);
  return (content) => {
    const text = JSON.stringify(content);
    if (last.current?.content !== text) last.current = { content: text, key: newKey() };
    return last.current.key;
  };
}
