import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { useText } from '@/i18n';
import { FoundNothing, Person, useClear, useSettled } from '@/components';
import type { DisplayProps, InputProps } from '../define';
import { useFormServices, type FormServices } from '../services';
import { chosenOf, valueOf } from './pick';
import styles from './shared.module.css';

function renderOption({ data }: { data: { label: string; detail: string } }) {
  return (
    <span>
      {data.label} {data.detail !== '' && <span className={styles['faint']}>{data.detail}</span>}
    </span>
  );
}

/** What a scan or another field filled in came as a key: its name is asked for, and the engine learns what is known of it. */
function useFilledIn(path: string, chosen: readonly string[], services: FormServices): void {
  const { lookup, names, picked } = services;
  const unnamed = chosen.filter((id) => names[id] === undefined);
  const { data } = useQuery({ queryKey: ['filled in', lookup, path, unnamed], queryFn: () => lookup(path, '', unnamed), enabled: unnamed.length > 0 });
  useEffect(() => {
    for (const reference of data ?? []) picked(reference);
    // The services are new whenever a name is; what was found is told once.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data]);
}

/** Looks up records, people or departments on the server: what is offered may be chosen. */
export function ReferenceSelect(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const services = useFormServices();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(false);
  const settled = useSettled(search);
  const { several } = props.field;
  const chosen = chosenOf(props.value);
  useFilledIn(props.path, chosen, services);
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
    props.onChange(valueOf(ids, several));
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
  if (several) return <Select<string[], (typeof offered)[number]> {...shared} mode="multiple" value={[...chosen]} onChange={pick} />;
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

/** What is referred to, by name: records lead to their page, people have their face. */
export function ReferencesShown({ value, field, names, compact }: DisplayProps) {
  const services = useFormServices();
  const { target } = field;
  return (
    <span className={styles['tags']}>
      {chosenOf(value).map((id) => {
        const name = names[id] ?? services.names[id] ?? '…';
        if (target === 'user') return <Person key={id} name={name} />;
        const address = compact !== true && typeof target === 'object' && target !== null ? services.recordAddress(target.form, id) : null;
        return address === null ? <span key={id}>{name}</span> : <Link key={id} to={address}>{name}</Link>;
      })}
    </span>
  );
}
