import { Cascader } from 'antd';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type InputProps } from '../define';
import { PathsShown } from '../shared/Shown';
import { branches, pathTo } from '../shared/pick';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const { options } = props.field;
  const value = asText(props.value);
  return (
    <Cascader
      id={props.id}
      style={{ width: '100%' }}
      showSearch
      allowClear={props.required ? false : clear}
      changeOnSelect={props.field.settings['select'] === 'any'}
      options={branches(options, null, text)}
      value={value === '' ? [] : pathTo(options, value)}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(path?: readonly (string | number | null)[]) => {
        const last = path?.at(-1);
        props.onChange(last === undefined || last === null ? null : String(last));
      }}
    />
  );
}

export const control = defineControl({ kind: 'cascade', Input, Display: PathsShown, filter: 'choice' });
