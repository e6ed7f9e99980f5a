import { useMemo, useState } from 'react';
import { addresses, ask, client, fileAddress, isText, uploadFile, useApps, type FormKnown } from '@/api';
import type { FormServices, Reference } from '@/controls';
import type { FormController } from '@/features/form';
import { textOf, useLocale } from '@/i18n';
import type { FieldDescription } from '@/engine';

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
}

/** What controls ask of the signed-in app. */
export function useRecordServices({ app, form, known, names, controller }: Wanted): FormServices {
  const locale = useLocale((state) => state.locale);
  const { data: apps } = useApps();
  const [picked, setPicked] = useState<Readonly<Record<string, string>>>({});
  return useMemo(() => {
    const open = new Set(apps?.find((one) => one.id === app)?.menu.flatMap((entry) => (entry.kind === 'form' ? [entry.form] : [])) ?? []);
    return {
      zone: zoneOf(known),
      currency: known?.detail.bundle.currency ?? 'CNY',
      upload: (file, onProgress) => uploadFile('/api/files', file, onProgress),
      fileAddress,
      lookup: async (field, search) => {
        const { options } = await ask(client.POST('/api/apps/{app}/forms/{form}/lookup', { params: { path: { app, form } }, body: { field, search } }));
        return options.map(({ id, label, hint, values }): Reference => ({ id, label, detail: hint, values }));
      },
      names: { ...names, ...picked },
      picked: (reference) => {
        setPicked((before) => ({ ...before, [reference.id]: reference.label }));
        controller?.know({ [reference.id]: { label: reference.label, values: reference.values ?? {} } });
      },
      labelOf: (path) => labelOfPath(known?.description.fields ?? [], path, locale),
      recordAddress: (target, id) => (open.has(target) ? addresses.record(app, target, id) : null),
    };
  }, [app, apps, controller, form, known, locale, names, picked]);
}
