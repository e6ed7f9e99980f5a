import { DatePicker, Input, InputNumber, Select, TimePicker } from 'antd';
import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone';
import utc from 'dayjs/plugin/utc';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, isObject, isText } from '@/api';
import { FoundNothing, useSettled } from '@/components';
import { useFormServices } from '@/controls';
import { asText, asTexts } from '@/controls/shared/values';
import { useText } from '@/i18n';
import { civil } from '@/i18n/format';
import type { Condition } from '@/generated/definition';
import type { Column } from './fields';
import { needsNoValue, periods } from './filter';

dayjs.extend(utc);
dayjs.extend(timezone);

/** Names of what conditions refer to, so that their sentences can say them. */
export interface NamesStore {
  names: Readonly<Record<string, string>>;
  remember: (id: string, name: string) => void;
}

interface OperandInputProps {
  column: Column;
  condition: Condition;
  names: NamesStore;
  onChange: (value: Condition['value']) => void;
}

function ReferenceInput({ column, condition, names, onChange }: OperandInputProps) {
  const { t } = useTranslation();
  const services = useFormServices();
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const found = useQuery({
    queryKey: ['lookup', services.lookup, column.id, settled],
    queryFn: async () => {
      if (column.field !== null) return (await services.lookup(column.id, settled)).map(({ id, label }) => ({ value: id, label }));
      const { people } = await ask(client.GET('/api/people', { params: { query: { search: settled } } }));
      return people.map(({ id, name }) => ({ value: id, label: name }));
    },
    placeholderData: (before) => before,
  });
  const { value } = condition;
  const me = { value: '@me', label: t('records.variable.current_user') };
  const chosen = isObject(value) ? me.value : asText(value);
  const known = chosen === '' || chosen === me.value ? [] : [{ value: chosen, label: names.names[chosen] ?? '…' }];
  const options = [...(column.people ? [me] : []), ...(found.isError ? [] : (found.data ?? []))];
  return (
    <Select
      aria-label={t('records.filter_value')}
      showSearch={{ filterOption: false, onSearch: setSearch }}
      loading={found.isFetching}
      notFoundContent={<FoundNothing query={found} />}
      value={chosen === '' ? undefined : chosen}
      options={[...known.filter((one) => options.every((other) => other.value !== one.value)), ...options]}
      onChange={(picked: string) => {
        if (picked === me.value) {
          onChange({ var: 'current_user' });
          return;
        }
        names.remember(picked, options.find((one) => one.value === picked)?.label ?? '');
        onChange(picked);
      }}
    />
  );
}

function DayInput({ column, condition, onChange }: OperandInputProps) {
  const { t } = useTranslation();
  const { zone } = useFormServices();
  const value = asText(condition.value);
  const instant = column.filter === 'instant';
  const shown = value === '' ? null : dayjs(instant ? civil(value, zone).date : value);
  return (
    <DatePicker
      aria-label={t('records.filter_value')}
      value={shown}
      onChange={(day) => {
        const text = day?.format('YYYY-MM-DD') ?? null;
        onChange(text !== null && instant ? dayjs.tz(text, 'YYYY-MM-DD', zone).toISOString() : text);
      }}
    />
  );
}

/** What a field is compared with. */
export function OperandInput(props: OperandInputProps) {
  const { t } = useTranslation();
  const text = useText();
  const { column, condition, onChange } = props;
  if (needsNoValue(condition.op)) return null;
  const label = { 'aria-label': t('records.filter_value') };
  if (condition.op === 'within') {
    const period = isObject(condition.value) && isText(condition.value['period']) ? condition.value['period'] : undefined;
    return (
      <Select
        {...label}
        placeholder={t('records.filter_value')}
        value={periods.find((one) => one === period)}
        options={periods.map((one) => ({ value: one, label: t(`records.period.${one}`) }))}
        onChange={(one) => {
          onChange({ period: one });
        }}
      />
    );
  }
  if (column.filter === 'choice' || column.filter === 'choices') {
    return (
      <Select
        {...label}
        mode="multiple"
        placeholder={t('records.filter_value')}
        showSearch={{ optionFilterProp: 'label' }}
        value={[...asTexts(condition.value)]}
        options={column.options.map((option) => ({ value: option.id, label: text(option.label) }))}
        onChange={onChange}
      />
    );
  }
  if (column.filter === 'bool') {
    return (
      <Select
        {...label}
        value={typeof condition.value === 'boolean' ? condition.value : undefined}
        options={[{ value: true, label: t('value.yes') }, { value: false, label: t('value.no') }]}
        onChange={onChange}
      />
    );
  }
  if (column.filter === 'reference') return <ReferenceInput {...props} />;
  if (column.filter === 'date' || column.filter === 'period' || column.filter === 'instant') return <DayInput {...props} />;
  if (column.filter === 'time') {
    const time = asText(condition.value);
    return (
      <TimePicker
        {...label}
        format="HH:mm"
        needConfirm={false}
        value={time === '' ? null : dayjs(`2000-01-01T${time}`)}
        onChange={(picked) => { onChange(picked === null ? null : picked.format('HH:mm:ss')); }}
      />
    );
  }
  if (column.filter === 'tags') {
    return <Select {...label} mode="tags" placeholder={t('records.filter_value')} value={[...asTexts(condition.value)]} onChange={onChange} />;
  }
  if (column.filter === 'number') {
    return <InputNumber<string> {...label} stringMode style={{ width: '100%' }} value={asText(condition.value)} onChange={(value) => { onChange(value); }} />;
  }
  return <Input {...label} value={asText(condition.value)} onChange={(event) => { onChange(event.target.value); }} />;
}
