/** Records that look like the one that is filled in: they agree in the fields that the form names. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { ask, client, isObject, isText, listIn, numberIn, textIn, type Json } from '@/api';
import { readLabel } from '@/engine';
import type { FormController } from '@/features/form';
import type { Label } from '@/i18n';

/** How many are shown. */
const SHOWN = 3;
/** Nothing is asked before so many milliseconds without a key. */
const PAUSE = 600;
const DAY = 86_400_000;

export interface Found {
  rule: string;
  message: Label;
  records: readonly { id: string; title: string }[];
  /** There are more than are shown. */
  more: boolean;
}

interface Rule {
  id: string;
  fields: readonly string[];
  days: number | undefined;
  message: Label;
}

function rulesOf(bundle: Json): readonly Rule[] {
  const form = isObject(bundle['form']) ? bundle['form'] : {};
  return listIn(form, 'similar').flatMap((rule) => {
    const id = textIn(rule, 'id');
    if (id === undefined || !isObject(rule)) return [];
    return [{ id, fields: listIn(rule, 'fields').filter(isText), days: numberIn(rule, 'days'), message: readLabel(rule['message']) }];
  });
}

interface Question {
  rule: Rule;
  values: readonly (readonly [string, unknown])[];
}

/** What can be asked now: the rules of which every field holds something that is right. */
function questionsOf(rules: readonly Rule[], controller: FormController): readonly Question[] {
  const { cells } = controller.state();
  return rules.flatMap((rule) => {
    const values = rule.fields.map((field) => [field, cells[field]] as const);
    const ready = values.every(([, cell]) => cell !== undefined && cell.visible && cell.faults.length === 0 && cell.value !== null && cell.value !== '');
    return ready ? [{ rule, values: values.map(([field, cell]) => [field, cell?.value] as const) }] : [];
  });
}

async function findOne(app: string, form: string, { rule, values }: Question): Promise<Found> {
  const since = rule.days === undefined ? [] : [{ field: '_created_at', op: 'ge', value: new Date(Date.now() - rule.days * DAY).toISOString() }];
  const filter = { and: [...values.map(([field, value]) => ({ field, op: 'eq', value })), ...since] };
  const { rows } = await ask(
    client.POST('/api/apps/{app}/forms/{form}/records/query', { params: { path: { app, form } }, body: { filter, columns: [...rule.fields], limit: SHOWN + 1 } }),
  );
  return { rule: rule.id, message: rule.message, records: rows.slice(0, SHOWN).map(({ id, title }) => ({ id, title })), more: rows.length > SHOWN };
}

/** The records that look like what stands in a form; drawn anew with every letter, so that a small part of the page asks. What a person may not search for is not looked for. */
export function useSimilar(app: string, form: string, bundle: Json, controller: FormController): readonly Found[] {
  const rules = useMemo(() => rulesOf(bundle), [bundle]);
  useSyncExternalStore(controller.subscribe, controller.version);
  const now = questionsOf(rules, controller);
  const text = JSON.stringify(now);
  const [asked, setAsked] = useState<readonly Question[]>([]);
  useEffect(() => {
    const pause = setTimeout(() => {
      setAsked(now);
    }, PAUSE);
    return () => {
      clearTimeout(pause);
    };
    // The text says whether the questions changed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  const { data } = useQuery({
    queryKey: ['similar', app, form, asked],
    queryFn: () => Promise.all(asked.map((question) => findOne(app, form, question))),
    enabled: asked.length > 0,
    staleTime: 30_000,
    retry: false,
  });
  return asked.length === 0 ? [] : (data ?? []).filter((found) => found.records.length > 0);
}
