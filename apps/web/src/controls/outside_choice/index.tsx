import { Button, Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, isText, textIn } from '@/api/narrow';
import { FoundNothing, useClear, useProblemText, useSettled } from '@/components';
import { useForm, useFormVersion } from '@/features/form';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import styles from './outside.module.css';

interface Offered {
  value: string;
  label: string;
  disabled?: boolean;
}

/** The fields of the form that formulas name. */
function fieldsOf(inputs: unknown): readonly string[] {
  const texts = Object.values(isObject(inputs) ? inputs : {}).filter(isText);
  return [...new Set(texts.flatMap((text) => [...text.matchAll(/\{([a-z_][a-z0-9_]*)/g)].map((match) => match[1] ?? '')))];
}

/** One option of those that a system outside gives; the server asks it, never the browser. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const clear = useClear();
  const problemText = useProblemText();
  const { options: offers, place } = useFormServices();
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState(false);
  const { settings } = props.field;
  const asks = settings['search_input'] !== undefined;
  const settled = useSettled(asks ? search : '');
  useFormVersion();
  const { cells } = useForm().state();
  const depends = JSON.stringify(fieldsOf(settings['input']).map((id) => cells[id]?.value ?? null));
  const [opened] = useState(depends);
  const chosen = textIn(props.value, 'value') ?? '';
  const found = useQuery({
    queryKey: ['options from outside', place?.app, place?.form, place?.record, props.path, depends, chosen, settled],
    queryFn: () => offers(props.path, settled),
    // What is chosen is looked at again once something changed on which it depends.
    enabled: open || (chosen !== '' && !props.disabled && depends !== opened),
    retry: false,
    // What was offered stays for a while; that nothing could be offered is asked again.
    staleTime: ({ state }) => (state.data?.fault === null ? 30_000 : 0),
  });
  const fault = found.isFetching ? '' : found.isError ? problemText(found.error) : text(found.data?.fault?.message);
  const offered: readonly Offered[] = (found.data?.options ?? []).map(({ value, label }) => ({ value, label }));
  const named = chosen === '' || offered.some((option) => option.value === chosen) ? [] : [{ value: chosen, label: textIn(props.value, 'label') ?? chosen }];
  const more = found.data?.more === true ? [{ value: '', label: t(asks ? 'outside_choice.more_search' : 'outside_choice.more'), disabled: true }] : [];
  const gone = chosen !== '' && found.data?.gone === true && !found.isFetching;
  const told = (words: string) => (
    <p className={styles['told']} role="alert">
      {words}
      {fault !== '' && (
        <Button size="small" type="link" onClick={() => void found.refetch()}>
          {t('action.retry')}
        </Button>
      )}
    </p>
  );
  return (
    <div>
      <Select<string | null, Offered>
        id={props.id}
        style={{ width: '100%' }}
        showSearch={asks ? { filterOption: false, onSearch: setSearch } : { optionFilterProp: 'label' }}
        allowClear={props.required ? false : clear}
        disabled={props.disabled}
        placeholder={text(props.field.placeholder)}
        loading={found.isFetching}
        options={found.isFetching ? named : [...named, ...offered, ...more]}
        popupMatchSelectWidth={false}
        value={chosen === '' ? null : chosen}
        notFoundContent={fault === '' ? <FoundNothing query={found} /> : told(fault)}
        onOpenChange={(now) => {
          setOpen(now);
          if (!now) setSearch('');
        }}
        onChange={(value) => {
          const option = offered.find((one) => one.value === value);
          props.onChange(option === undefined ? null : { value: option.value, label: option.label });
        }}
        aria-required={props.required}
        aria-describedby={props.describedBy}
        {...(props.invalid || gone ? { status: 'error' as const } : {})}
      />
      {gone ? told(t('outside_choice.gone')) : fault !== '' && !open && told(fault)}
    </div>
  );
}

function Display({ value }: DisplayProps) {
  return <span>{textIn(value, 'label') ?? textIn(value, 'value') ?? ''}</span>;
}

export const control = defineControl({ kind: 'outside_choice', Input, Display, filter: 'none' });
