import { isObject, isText, textIn } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { RegionPicker } from '../shared/regions/RegionPicker';

export function regionWords(value: unknown): string {
  if (!isObject(value)) return '';
  return ['province', 'city', 'district'].map((key) => value[key]).filter(isText).join(' / ');
}

function Input(props: InputProps) {
  const { level, any_level: anyLevel } = props.field.settings;
  return (
    <RegionPicker
      input={props}
      id={props.id}
      code={textIn(props.value, 'code') ?? ''}
      level={isText(level) ? level : 'district'}
      anyLevel={anyLevel === true}
      choose={props.onChange}
    />
  );
}

function Display({ value }: DisplayProps) {
  return <span>{regionWords(value)}</span>;
}

export const control = defineControl({ kind: 'region', Input, Display, filter: 'none' });
