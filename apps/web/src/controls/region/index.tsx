import { isObject, isText, textIn } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { RegionPicker } from '../shared/regions/RegionPicker';

export function regionWords(value: unknown): string {
  if (!isObject(value)) return '';
  return ['province', 'city', 'district'].map((key) => value[key]).filter(isText).join(' / ');
}

function Input(props: InputProps) {
  const { settings } = props.field;
  const { level } = settings;
  return (
    <RegionPicker
      input={props}
      id={props.id}
      code={textIn(props.value, 'code') ?? ''}
      level={isText(level) ? level : 'district'}
      anyLevel={settings['any_level'] === true}
      choose={props.onChange}
    />
  );
}

function Display({ value }: DisplayProps) {
  return <span lang="zh-CN">{regionWords(value)}</span>;
}

export const control = defineControl({ kind: 'region', Input, Display, filter: 'none' });
