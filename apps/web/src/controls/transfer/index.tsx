import { Transfer } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNarrow } from '@/theme';
import { defineControl, type InputProps } from '../define';
import { OptionsSelect } from '../shared/OptionSelect';
import { OptionsShown } from '../shared/Shown';
import { chosenOf, useOffered } from '../shared/pick';

function Input(props: InputProps) {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const chosen = chosenOf(props.value);
  const options = useOffered(props.field, chosen);
  const search = props.field.settings['search'] !== false;
  const root = useRef<HTMLDivElement>(null);
  // antd gives the boxes of its lists no names.
  useEffect(() => {
    for (const box of root.current?.querySelectorAll('input[type=checkbox]') ?? []) {
      box.setAttribute('aria-label', box.closest('li')?.title ?? t('pick.all'));
    }
  });
  // Two lists side by side need room: on a phone and in a cell it is a list that opens.
  if (narrow || props.compact === true) return <OptionsSelect {...props} search={search} />;
  return (
    <div ref={root} id={props.id} role="group" aria-labelledby={`${props.id}-label`} aria-describedby={props.describedBy}>
      <Transfer
        dataSource={options.map((option) => ({ key: option.value, title: option.label }))}
        targetKeys={[...chosen]}
        showSearch={search}
        disabled={props.disabled}
        titles={[t('pick.offered'), t('pick.chosen')]}
        locale={{ itemUnit: '', itemsUnit: '', searchPlaceholder: t('pick.search'), notFoundContent: t('lookup.none') }}
        render={(item) => item.title}
        {...(props.invalid ? { status: 'error' as const } : {})}
        onChange={(keys) => {
          props.onChange(keys.length === 0 ? null : keys.map(String));
        }}
      />
    </div>
  );
}

export const control = defineControl({ kind: 'transfer', Input, Display: OptionsShown, filter: 'choices', wide: true });
