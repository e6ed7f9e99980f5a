import { useEffect, useMemo, useRef, useState } from 'react';
import { addresses, ask, client, fileAddress, isText, useApps, useMe, type FormKnown, type Json } from '@/api';
import type { FormServices, Reference } from '@/controls';
import type { FormController } from '@/features/form';
import { textOf, useLocale } from '@/i18n';
import { referredIn, type FieldDescription } from '@/engine';
import { previewOf, showFiles, uploadOrKeep } from '@/features/unsent';

export function zoneOf(known: FormKnown | undefined): string {
  const zone = known?.detail.bundle.zone;
  if (typeof zone === 'object' && zone !== null && 'name' in zone && isText(zone.name)) return zone.name;
  return 'Asia/Shanghai';
}

/** The label of `field` or `table.column`. */
export function labelOfPath(fields: readonly FieldDescription[], path: string, locale: 'zh-CN' | 'en'): string | undefined {
  const [head, ...rest] = path.split('.');
  const field = fields.find((one) => one.id === head);
  if (field === undefined) return undefined;
  const label = textOf(field.label, locale);
  if (rest.length === 0) return label;
  const below = labelOfPath(field.columns, rest.join('.'), locale);
  return below === undefined ? `${label}.${rest.join('.')}` : `${label}.${below}`;
}

interface Wanted {
  app: string;
  form: string;
  known: FormKnown | undefined;
  names: Readonly<Record<string, string>>;
  controller: FormController | null;
  /** The record that is looked at. */
  stored?: { id: string; title: string; values: Json };
}

/** What stands in the fields while they are filled in. */
function valuesOf(controller: FormController): Json {
  const { cells } = controller.state();
  return Object.fromEntries(Object.entries(cells).map(([id, cell]) => [id, cell.value]));
}

/** What controls ask of the signed-in app. */
export function useRecordServices({ app, form, known, names, controller, stored }: Wanted): FormServices {
  const me = useMe();
  const record = stored?.id ?? null;
  const title = stored?.title ?? '';
  const storedValues = stored?.values;
  const locale = useLocale((state) => state.locale);
  const { data: apps } = useApps();
  const user = me?.id ?? '';
  const person = me?.name ?? '';
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  return useMemo(() => {
    const open = new Set(apps?.find((one) => one.id === app)?.menu.flatMap((entry) => (entry.kind === 'form' ? [entry.form] : [])) ?? []);
    return {
      zone: zoneOf(known),
      currency: known?.detail.bundle.currency ?? 'CNY',
      upload: (file, onProgress) => uploadOrKeep(user, file, onProgress),
      fileAddress: (id, thumb) => previewOf(id) ?? fileAddress(id, thumb),
      lookup: async (field, search, ids = []) => {
        const { options } = await ask(client.POST('/api/apps/{app}/forms/{form}/lookup', { params: { path: { app, form } }, body: { field, search, ids: [...ids] } }));
        return options.map(({ id, label, hint, values }): Reference => ({ id, label, detail: hint, values }));
      },
      options: async (field, search) => {
        const values = controller === null ? {} : valuesOf(controller);
        const { fault, ...offered } = await ask(client.POST('/api/apps/{app}/forms/{form}/options', { params: { path: { app, form } }, body: { field, search, values, ...(record === null ? {} : { record }) } }));
        return { ...offered, fault: fault ?? null };
      },
      find: async (target, by, text) => {
        const params = { path: { app, form: target ?? form } };
        const filter = { field: by, op: 'eq', value: text };
        const [{ rows }, { count }] = await Promise.all([
          ask(client.POST('/api/apps/{app}/forms/{form}/records/query', { params, body: { filter, limit: 2 } })),
          ask(client.POST('/api/apps/{app}/forms/{form}/records/count', { params, body: { filter } })),
        ]);
        return { records: rows, count };
      },
      person,
      names: { ...(me === undefined || me === null ? {} : { [me.id]: me.name }), ...names, ...picked },
      picked: (reference) => {
        setPicked((before) => ({ ...before, [reference.id]: reference.label }));
        controller?.know({ [reference.id]: { label: reference.label, values: reference.values ?? {} } });
      },
      labelOf: (path) => labelOfPath(known?.description.fields ?? [], path, locale),
      place: { app, form, record, title, values: () => ({ ...storedValues, ...(controller === null ? {} : valuesOf(controller)) }) },
      recordAddress: (target, id) => (open.has(target) ? addresses.record(app, target, id) : null),
    };
  }, [app, apps, controller, form, known, locale, me, names, person, picked, record, storedValues, title, user]);
}

/** Asks for the names of records that stand in values which came from no record: they were kept here before. */
export function useNamesOf(values: Json | undefined, known: FormKnown, controller: FormController | null, services: FormServices): void {
  const asked = useRef<FormController | null>(null);
  useEffect(() => {
    if (values === undefined || controller === null || asked.current === controller) return;
    asked.current = controller;
    void showFiles(values);
    const wanted = Map.groupBy(referredIn(known.description.fields, values), (one) => one.path);
    const { app } = known.detail;
    const form = known.description.id;
    for (const [field, referred] of wanted) {
      const ids = [...new Set(referred.map((one) => one.key))];
      ask(client.POST('/api/apps/{app}/forms/{form}/lookup', { params: { path: { app, form } }, body: { field, search: '', ids } })).then(
        ({ options }) => {
          for (const { id, label, values: more } of options) services.picked({ id, label, values: more });
        },
        // Without a connection the keys stay without names.
        () => undefined,
      );
    }
  }, [controller, known, services, values]);
}
