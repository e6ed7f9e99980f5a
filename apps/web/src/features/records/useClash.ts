import { useState } from 'react';
import { Problem, type FieldConflict } from '@/api';
import { EngineRefusal } from '@/engine';
import type { FormController } from '@/features/form';
import type { Clashed, Side } from './Clash';

interface ClashState {
  clash: Clashed | null;
  /** Takes a refusal if it is one of a clash. */
  clashed: (error: unknown) => boolean;
  choose: (conflict: FieldConflict, side: Side) => void;
  over: () => void;
}

/** What two people changed at once, and which of the values the person chose. */
export function useClash(controller: FormController | null): ClashState {
  const [clash, setClash] = useState<Clashed | null>(null);
  return {
    clash,
    clashed: (error) => {
      if (!(error instanceof Problem) || error.conflicts.length === 0 || error.revision === undefined) return false;
      setClash({ revision: error.revision, fields: error.conflicts, chosen: {} });
      return true;
    },
    choose: (conflict, side) => {
      setClash((before) => (before === null ? null : { ...before, chosen: { ...before.chosen, [conflict.field]: side } }));
      try {
        controller?.edit(conflict.field, conflict[side]);
      } catch (error) {
        // What this person may no longer change stays as the other one left it.
        if (!(error instanceof EngineRefusal)) throw error;
      }
    },
    over: () => { setClash(null); },
  };
}
