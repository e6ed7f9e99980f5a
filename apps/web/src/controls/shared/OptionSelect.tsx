import { Select } from 'antd';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import type { InputProps } from '../define';
import { OptionTag } from './OptionTag';
import { chosenOf, useOffered, type Offered } from './pick';
import { asText } from './values';

function renderOption({ data }: { data: Offered }) {
  return <OptionTag label={data.label} tone={data.tone} quiet />;
}

interface OptionSelectProps extends InputProps {
  search?: boolean;
}

function useShared(props: OptionSelectProps) {
  const text = useText();
  return {
    id: props.id,
    style: { width: '100%' },
    showSearch: props.search === false ? false : { optionFilterProp: 'label' },
    disabled: props.disabled,
    placeholder: text(props.field.placeholder),
    popupMatchSelectWidth: false,
    optionRender: renderOption,
    'aria-required': props.required,
    'aria-describedby': props.describedBy,
    ...(props.invalid ? { status: 'error' as const } : {}),
  };
}

/** One option from a list that opens. */
export function OptionSelect(props: OptionSelectProps) {
  const shared = useShared(props);
  const clear = useClear();
  const value = asText(props.value);
  const options = useOffered(props.field, [value]);
  return (
    <Select<string, Offered>
      {...shared}
      allowClear={props.required ? false : clear}
      options={[...options]}
      value={value === '' ? null : value}
      onChange={(picked: string | undefined) => {
        props.onChange(picked ?? null);
      }}
    />
  );
}

/** Several options from a list that opens. */
export function OptionsSelect(props: OptionSelectProps) {
  const shared = useShared(props);
  const chosen = chosenOf(props.value);
  const options = useOffered(props.field, chosen);
  return (
    <Select<string[], Offered>
      {...shared}
      mode="multiple"
      options={[...options]}
      value={[...chosen]}
      onChange={(picked: readonly string[]) => {
        props.onChange(picked.length === 0 ? null : picked);
      }}
    />
  );
}
