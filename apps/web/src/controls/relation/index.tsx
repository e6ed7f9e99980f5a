import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { isText } from '@/api/narrow';
import { useText } from '@/i18n';
import { FoundNothing, useClear, useSettled } from '@/components';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import styles from '../shared/shared.module.css';
import { asText, asTexts } from '../shared/values';

function renderOption({ data }: { data: { label: string; detail: string } }) {
  return (
    <span>
      {data.label} {data.detail !== '' && <span className={styles['faint']}>{data.detail}</span>}
    </span>
  );
}

function Input(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const services = useFormServices();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(false);
  const settled = useSettled(search);
  const multiple = props.field.settings['multiple'] === true;
  const chosen = multiple ? asTexts(props.value) : [asText(props.value)].filter((id) => id !== '');
  const found = useQuery({
    queryKey: ['lookup', services.lookup, props.path, settled],
    queryFn: () => services.lookup(props.path, settled),
    enabled: open,
    placeholderData: (before) => before,
  });
  const offered = (found.isError ? [] : (found.data ?? [])).map((reference) => ({ value: reference.id, label: reference.label, detail: reference.detail ?? '' }));
  const missing = chosen.filter((id) => offered.every((option) => option.value !== id)).map((id) => ({ value: id, label: services.names[id] ?? '…', detail: '' }));
  const pick = (ids: readonly string[]): void => {
    // The engine is told of a record after its key stands in the field: then what it fills in is known.
    props.onChange(multiple ? (ids.length === 0 ? null : ids) : (ids.at(-1) ?? null));
    for (const reference of found.data ?? []) if (ids.includes(reference.id) && !chosen.includes(reference.id)) services.picked(reference);
  };
  const shared = {
    id: props.id,
    style: { width: '100%' },
    showSearch: { filterOption: false, onSearch: setSearch },
    allowClear: clear,
    disabled: props.disabled,
    placeholder: text(props.field.placeholder),
    loading: found.isFetching,
    options: [...missing, ...offered],
    popupMatchSelectWidth: false,
    onOpenChange: setOpen,
    notFoundContent: <FoundNothing query={found} />,
    optionRender: renderOption,
    'aria-required': props.required,
    'aria-describedby': props.describedBy,
    ...(props.invalid ? { status: 'error' as const } : {}),
  };
  if (multiple) return <Select<string[], (typeof offered)[number]> {...shared} mode="multiple" value={[...chosen]} onChange={pick} />;
  return (
    <Select<string | null, (typeof offered)[number]>
      {...shared}
      value={chosen[0] ?? null}
      onChange={(id) => {
        pick(id === null || id === undefined ? [] : [id]);
      }}
    />
  );
}

function Display({ value, field, names, compact }: DisplayProps) {
  const services = useFormServices();
  const ids = Array.isArray(value) ? asTexts(value) : [asText(value)].filter((id) => id !== '');
  const { form } = field.settings;
  return (
    <span className={styles['tags']}>
      {ids.map((id) => {
        const name = names[id] ?? services.names[id] ?? '…';
        const address = compact !== true && isText(form) ? services.recordAddress(form, id) : null;
        return address === null ? <span key={id}>{name}</span> : <Link key={id} to={address}>{name}</Link>;
      })}
    </span>
  );
}

export const control = defineControl({ kind: 'relation', Input, Display, filter: 'reference' });
