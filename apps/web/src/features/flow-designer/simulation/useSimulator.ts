/** The simulator on the draft as it stands on the screen. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { Json } from '@/api';
import { useSettled } from '@/components';
import { jsonOf } from '@/definition';
import { startSimulator, type Engine } from '@/engine';
import { fileOf, useBuilder, type BuildObject } from '@/features/build';
import { readCoverage, readDraft, readSimulation, type Coverage, type Simulation } from './answers';

/** The kinds of objects that have to do with how a case goes; the others stay behind. */
const sent: readonly string[] = ['app', 'dictionary', 'calendar', 'connector', 'form', 'flow', 'rule', 'message', 'role', 'scenario'];

function draftOf(objects: readonly BuildObject[]): Json {
  const files = objects.filter((object) => sent.includes(object.kind)).map((object) => [fileOf(object.kind, object.id), jsonOf(object.definition)] as const);
  const beside = objects.filter((object) => !sent.includes(object.kind)).map((object) => fileOf(object.kind, object.id));
  return { op: 'draft', files: Object.fromEntries(files), beside };
}

interface Ready {
  readonly engine: Engine;
  /** Which instance holds the draft; after a trap it is gone. */
  readonly generation: number;
  /** Null when something in the draft is wrong. */
  readonly handle: number | null;
}

export type Simulator =
  | { state: 'starting' }
  | { state: 'failed'; error: unknown }
  /** Something in the draft has to be mended first. */
  | { state: 'faulty' }
  | { state: 'ready'; coverage: Coverage; play: (scenario: Json, record: string) => Simulation };

function playOn({ engine, handle }: Ready, flow: string): (scenario: Json, record: string) => Simulation {
  return (scenario, record) => readSimulation(engine.call({ op: 'simulate', draft: handle, scenario, record, flow }));
}

/** Gives a draft back, unless a trap has thrown it away. */
function giveBack(ready: Ready | null): void {
  if (ready !== null && ready.handle !== null && ready.generation === ready.engine.generation) ready.engine.call({ op: 'close', draft: ready.handle });
}

/** Makes the draft ready whenever it has changed and stood still for a moment. */
export function useSimulator(flow: string): Simulator {
  const objects = useSettled(useBuilder((state) => state.objects), 300);
  const [ready, setReady] = useState<Ready | null>(null);
  const [error, setError] = useState<unknown>(null);
  const held = useRef<Ready | null>(null);
  useEffect(() => {
    let gone = false;
    const make = async (): Promise<void> => {
      try {
        const engine = await startSimulator();
        if (gone) return;
        const handle = readDraft(engine.call(draftOf(Object.values(objects))));
        const made = { engine, generation: engine.generation, handle };
        const before = held.current;
        held.current = made;
        setReady(made);
        setError(null);
        // What is on the screen until then still asks the older one.
        giveBack(before);
      } catch (fault) {
        if (!gone) setError(fault);
      }
    };
    void make();
    return () => {
      gone = true;
    };
  }, [objects]);
  useEffect(
    () => () => {
      giveBack(held.current);
      held.current = null;
    },
    [],
  );
  return useMemo((): Simulator => {
    if (error !== null) return { state: 'failed', error };
    if (ready === null) return { state: 'starting' };
    if (ready.handle === null) return { state: 'faulty' };
    try {
      const coverage = readCoverage(ready.engine.call({ op: 'coverage', draft: ready.handle, flow }));
      return { state: 'ready', coverage, play: playOn(ready, flow) };
    } catch (fault) {
      return { state: 'failed', error: fault };
    }
  }, [ready, error, flow]);
}
