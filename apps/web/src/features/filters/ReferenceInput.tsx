import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText, textIn } from '@/api/narrow';
import { FoundNothing, useSettled } from '@/components';
import { useFormServices } from '@/controls';
import type { Condition } from '@/generated/definition';
import { shapeOf } from './filter';
import type { OperandProps } from './OperandInput';
import { lookedUpAt } from './useNames';

const markOf = (variable: string): string => `@${variable}`;

/** Whoever asks, the own departments, or certain people, departments and records: one or several of them. */
export function ReferenceInput({ column, condition, names, disabled = false, onChange }: OperandProps) {
  const { t } = useTranslation();
  const services = useFormServices();
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const path = lookedUpAt(column);
  const found = useQuery({
    queryKey: ['lookup', services.place?.app, services.place?.form, path, settled],
    queryFn: async () => (await services.lookup(path, settled)).map(({ id, label }) => ({ value: id, label })),
    placeholderData: (before) => before,
    retry: false,
  });
  const { value, op } = condition;
  const several = shapeOf(op) === 'many';
  const variable = column.people ? 'current_user' : column.departments ? 'current_departments' : null;
  const all = variable === null ? [] : [{ value: markOf(variable), label: t(`filters.variable.${variable}`) }];
  const own = all.filter(({ label }) => label.toLowerCase().includes(search.trim().toLowerCase()));
  const standing = isObject(value) ? markOf(textIn(value, 'var') ?? '') : op === 'involves' && value === undefined ? markOf('current_user') : null;
  const chosen = standing === null ? (Array.isArray(value) ? value : [value]).filter(isText) : [standing];
  const options = [...own, ...(found.isError ? [] : (found.data ?? []))];
  const nameOf = (id: string): string => all.find((one) => one.value === id)?.label ?? names[id] ?? '…';
  const known = chosen.filter((id) => options.every((one) => one.value !== id)).map((id) => ({ value: id, label: nameOf(id) }));
  const pick = (picked: readonly string[]): void => {
    const last = picked.at(-1);
    if (last?.startsWith('@') === true) {
      // Without a value it means whoever asks.
      if (op === 'involves') onChange(undefined);
      else if (variable !== null) onChange({ var: variable });
      return;
    }
    const ids = picked.filter((id) => !id.startsWith('@'));
    const next: Condition['value'] = several ? ids : ids[0];
    onChange(next);
  };
  return (
    <Select<string | string[]>
      aria-label={t('filters.value')}
      placeholder={t('filters.value')}
      disabled={disabled}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={found.isFetching}
      notFoundContent={<FoundNothing query={found} />}
      {...(several ? { mode: 'multiple' as const, value: chosen } : chosen[0] === undefined ? {} : { value: chosen[0] })}
      options={[...options, ...known]}
      onChange={(picked) => { pick(Array.isArray(picked) ? picked : [picked]); }}
    />
  );
}
