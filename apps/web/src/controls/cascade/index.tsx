import { Cascader } from 'antd';
import type { Option } from '@/engine';
import { useClear } from '@/components';
import { useText, type Label } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useOptionPath } from '../shared/OptionTag';
import { asText } from '../shared/values';

interface Branch {
  value: string;
  label: string;
  disabled: boolean;
  children?: Branch[];
}

/** The tree below an option; `null` is the top. */
function branches(options: readonly Option[], parent: string | null, text: (label: Label) => string): Branch[] {
  return options
    .filter((option) => option.parent === parent)
    .map((option) => {
      const branch = { value: option.id, label: text(option.label), disabled: option.retired };
      return option.leaf ? branch : { ...branch, children: branches(options, option.id, text) };
    });
}

/** The ids from the top to an option. */
export function pathTo(options: readonly Option[], id: string): string[] {
  const path: string[] = [];
  let at = options.find((option) => option.id === id);
  while (at !== undefined && path.length <= options.length) {
    path.unshift(at.id);
    const { parent } = at;
    at = options.find((option) => option.id === parent);
  }
  return path;
}

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

function Display({ value, field }: DisplayProps) {
  const pathOf = useOptionPath(field.options);
  const id = asText(value);
  return id === '' ? null : <span>{pathOf(id)}</span>;
}

export const control = defineControl({ kind: 'cascade', Input, Display, filter: 'choice' });
