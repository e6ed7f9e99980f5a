import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { create } from 'zustand';
import { ask, client, keys, textIn, useMe, type Json } from '@/api';
import { useSettled } from '@/components';
import { knowGround, type Ground } from './ground';
import { tryFormula, type Sample, type Trial } from './trial';

interface Chosen {
  /** The record that was chosen for each form, by app and form; blank for none. */
  records: Readonly<Record<string, string>>;
  /** What was put in place of values of the record, to see what follows. Nothing of it is stored. */
  values: Readonly<Record<string, Json>>;
  choose: (place: string, record: string) => void;
  put: (place: string, field: string, value: unknown) => void;
}

/** One choice for all formulas of a form; another record begins with its own values. */
const useChosen = create<Chosen>()((set) => ({
  records: {},
  values: {},
  choose: (place, record) => {
    set(({ records, values }) => ({ records: { ...records, [place]: record }, values: { ...values, [place]: {} } }));
  },
  put: (place, field, value) => {
    set(({ values }) => ({ values: { ...values, [place]: { ...values[place], [field]: value } } }));
  },
}));

const noNames: Readonly<Record<string, string>> = {};
const noValues: Json = {};

/** So many of the newest records are offered. */
const offered = 20;

/** The records that formulas about a form can be tried on. What cannot be read, because it is not published yet, is none. */
function useNewest(app: string, form: string | null) {
  return useQuery({
    queryKey: [...keys.records(app, form ?? ''), 'samples'],
    retry: false,
    queryFn: async () => {
      if (form === null) return { rows: [], zone: undefined };
      const path = { app, form };
      try {
        const { rows } = await ask(client.POST('/api/apps/{app}/forms/{form}/records/query', { params: { path }, body: { limit: offered, sort: [{ field: '_created_at', dir: 'desc' }] } }));
        const { bundle } = await ask(client.GET('/api/apps/{app}/forms/{form}', { params: { path } }));
        return { rows: rows.map(({ id, title }) => ({ id, title })), zone: bundle.zone };
      } catch {
        return { rows: [], zone: undefined };
      }
    },
  });
}

/** The sample of a form: its newest record, unless another one or a blank one was chosen. */
export function useSample({ app, form, names: { form: own } }: Ground) {
  const place = `${app}/${form ?? textIn(own, 'id') ?? ''}`;
  const me = useMe();
  const newest = useNewest(app, form);
  const chosen = useChosen((state) => state.records[place]);
  const tried = useChosen((state) => state.values[place]) ?? noValues;
  const choose = useChosen((state) => state.choose);
  const put = useChosen((state) => state.put);
  const id = chosen ?? newest.data?.rows[0]?.id ?? '';
  const record = useQuery({
    queryKey: [...keys.record(app, form ?? '', id), 'sample'],
    enabled: id !== '' && form !== null,
    queryFn: () => ask(client.GET('/api/apps/{app}/forms/{form}/records/{id}', { params: { path: { app, form: form ?? '', id } } })),
  });
  const waiting = newest.isPending || (id !== '' && record.isPending);
  const { data } = record;
  const sample: Sample | null = waiting
    ? null
    : { values: id === '' ? null : { ...data?.values, ...tried }, begin: tried, facts: data?.facts ?? {}, user: me?.id ?? null, zone: newest.data?.zone };
  return {
    sample,
    /** Changes with the record and with what it holds. */
    mark: waiting ? '' : `${id}/${String(data?.revision ?? 0)}/${JSON.stringify(tried)}`,
    id,
    names: data?.names ?? noNames,
    rows: newest.data?.rows ?? [],
    /** A value as it is tried with. */
    valueOf: (field: string): unknown => (Object.hasOwn(tried, field) ? tried[field] : (data?.values[field] ?? null)),
    choose: (record_: string) => {
      choose(place, record_);
    },
    put: (field: string, value: unknown) => {
      put(place, field, value);
    },
  };
}

export type ChosenSample = ReturnType<typeof useSample>;

/** What a formula answers on the sample; asked when it has stood still for a moment. */
export function useTrial(ground: Ground, chosen: ChosenSample, formula: string, rowOf: string | undefined): Trial | null {
  const settled = useSettled(formula, 400);
  const [trial, setTrial] = useState<Trial | null>(null);
  const { sample, mark } = chosen;
  useEffect(() => {
    if (sample === null || settled.trim() === '') {
      setTrial(null);
      return undefined;
    }
    let gone = false;
    knowGround(ground)
      .then((sound) => {
        if (!gone) setTrial(sound === null ? { state: 'none' } : tryFormula(sound, sample, settled, rowOf));
      })
      .catch(() => {
        if (!gone) setTrial({ state: 'none' });
      });
    return () => {
      gone = true;
    };
    // The mark stands for the sample, which is made anew with every drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [ground, mark, settled, rowOf]);
  return settled === formula ? trial : null;
}
