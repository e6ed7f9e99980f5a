import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText } from '@/api/narrow';
import { useText } from '@/i18n';
import { Waiting } from '@/components';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { listIn, textIn, type Json } from '@/api/narrow';
import { readLabel } from '@/engine/protocol';

const Builder = lazy(() => import('./Builder'));

function Input(props: InputProps) {
  return (
    <Suspense fallback={<Waiting lines={2} />}>
      <Builder {...props} />
    </Suspense>
  );
}

function words(value: unknown): string {
  if (Array.isArray(value)) return value.map(words).join(', ');
  if (isObject(value)) return Object.values(value).map(words).join(' ');
  return value === null || value === undefined ? '' : String(value);
}

function Display({ value, field }: DisplayProps) {
  const { t } = useTranslation();
  const text = useText();
  const known = new Map(listIn(field.about, 'fields').map((one) => [textIn(one, 'id') ?? '', isObject(one) ? one : {}]));
  const nameOf = (about: Json, id: string): string => {
    const option = listIn(about, 'options').find((one) => textIn(one, 'id') === id);
    return isObject(option) ? text(readLabel(option['label'])) : id;
  };
  const tell = (json: unknown, inner: boolean): string => {
    if (!isObject(json)) return '';
    for (const key of ['and', 'or'] as const) {
      const list = json[key];
      if (!Array.isArray(list)) continue;
      const joined = list.map((one) => tell(one, list.length > 1)).join(` ${t(`pick.${key}`)} `);
      return inner && list.length > 1 ? `(${joined})` : joined;
    }
    if (isObject(json['not'])) return `${t('pick.not')} ${tell(json['not'], true)}`;
    const { field: id, op, value: operand } = json;
    if (!isText(id) || !isText(op)) return '';
    const about = known.get(id) ?? {};
    const named = Array.isArray(operand) ? operand.map((one) => nameOf(about, words(one))).join(', ') : isText(operand) ? nameOf(about, operand) : words(operand);
    return `${text(readLabel(about['label'])) || id} ${t(`filters.operator.${op}`)} ${named}`.trim();
  };
  return <span>{tell(value, false)}</span>;
}

export const control = defineControl({ kind: 'condition_builder', Input, Display, filter: 'none', wide: true });
