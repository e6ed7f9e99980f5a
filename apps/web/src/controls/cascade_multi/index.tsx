import { Cascader } from 'antd';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type InputProps } from '../define';
import { PathsShown } from '../shared/Shown';
import { branches, chosenOf, pathTo } from '../shared/pick';

function Input(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const { options } = props.field;
  const any = props.field.settings['select'] === 'any';
  return (
    <Cascader
      id={props.id}
      style={{ width: '100%' }}
      multiple
      showSearch
      allowClear={clear}
      showCheckedStrategy={any ? Cascader.SHOW_PARENT : Cascader.SHOW_CHILD}
      options={branches(options, null, text)}
      value={chosenOf(props.value).map((id) => pathTo(options, id))}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(paths?: readonly (readonly (string | number | null)[])[]) => {
        const picked = (paths ?? []).flatMap((path) => {
          const last = path.at(-1);
          return last === undefined || last === null ? [] : [String(last)];
        });
        props.onChange(picked.length === 0 ? null : picked);
      }}
    />
  );
}

export const control = defineControl({ kind: 'cascade_multi', Input, Display: PathsShown, filter: 'choices' });
