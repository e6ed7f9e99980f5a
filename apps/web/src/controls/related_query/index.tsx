import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText } from '@/api/narrow';
import { Waiting } from '@/components';
import type { FieldDescription } from '@/engine';
import { useFormVersion } from '@/features/form';
import type { Filter } from '@/generated/definition';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { and, sortOf } from '../shared/related';
import styles from '../shared/related.module.css';
import { asTexts, settingNumber } from '../shared/values';

const RelatedList = lazy(() => import('../shared/RelatedList'));

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'number' || typeof value === 'boolean' || (isText(value) && value !== '');
}

/** The conditions of what stands in the fields now; none while one of them is empty. */
function conditionsOf(same: unknown, values: Readonly<Record<string, unknown>>): Filter[] | null {
  const conditions: Filter[] = [];
  for (const [field, own] of Object.entries(isObject(same) ? same : {})) {
    const value = isText(own) ? values[own] : null;
    if (!isPlain(value)) return null;
    conditions.push({ field, op: 'eq', value });
  }
  return conditions;
}

function Found({ field }: { field: FieldDescription }) {
  const { t } = useTranslation();
  const text = useText();
  const { place } = useFormServices();
  const { settings } = field;
  const { form } = settings;
  if (place === null || !isText(form)) return null;
  const conditions = conditionsOf(settings['same'], place.values());
  if (conditions === null) return <span className={styles['none']}>{t('related.when_filled')}</span>;
  const own: Filter[] = place.record !== null && form === place.form ? [{ field: '_id', op: 'ne', value: place.record }] : [];
  const query = { form, filter: and({ and: [...conditions, ...own] }, settings['filter']), columns: asTexts(settings['columns']), sort: sortOf(settings), limit: settingNumber(settings, 'limit') ?? 10 };
  return (
    <Suspense fallback={<Waiting lines={2} />}>
      <RelatedList query={query} label={text(field.label)} />
    </Suspense>
  );
}

function Input({ field, id }: InputProps) {
  // What is looked for follows what stands in other fields.
  useFormVersion();
  return (
    <div id={id}>
      <Found field={field} />
    </div>
  );
}

function Display({ field, compact }: DisplayProps) {
  return compact === true ? null : <Found field={field} />;
}

export const control = defineControl({ kind: 'related_query', Input, Display, filter: 'none', wide: true, draws: true });
