import { useEffect, useState } from 'react';
import type { Json } from '@/api/narrow';
import { FillSession, knowForm, type Opening } from '@/engine';
import { FormController } from './controller';

type Filling = { state: 'starting' } | { state: 'ready'; form: FormController } | { state: 'failed'; error: unknown };

/**
 * Starts the engine and opens a session on a form. `key` names what is filled in: another key opens another session.
 * The opening is read once per key. `entered` is what was entered before and is gone on with.
 */
export function useFillForm(key: string, bundle: Json | undefined, opening: Opening | undefined, entered?: Json): Filling {
  const [filling, setFilling] = useState<Filling>({ state: 'starting' });
  const ready = bundle !== undefined && opening !== undefined;
  useEffect(() => {
    if (bundle === undefined || opening === undefined) return undefined;
    let session: FillSession | null = null;
    let gone = false;
    knowForm(bundle)
      .then(({ engine }) => {
        if (gone) return;
        session = new FillSession(engine, bundle, opening);
        if (entered !== undefined) session.enter(entered);
        setFilling({ state: 'ready', form: new FormController(session, entered !== undefined) });
      })
      .catch((error: unknown) => {
        if (!gone) setFilling({ state: 'failed', error });
      });
    return () => {
      gone = true;
      session?.close();
      setFilling({ state: 'starting' });
    };
    // The bundle and the opening belong to the key; a refetch must not throw away what was typed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, ready]);
  return filling;
}
