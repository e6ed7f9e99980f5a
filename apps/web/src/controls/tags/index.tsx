import { Select } from 'antd';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { OptionTag } from '../shared/OptionTag';
import styles from '../shared/shared.module.css';
import { asTexts, settingNumber } from '../shared/values';

/** What parts tags that are pasted or typed in a row. */
const separators = [',', '，', '、', ';', '；'];

function Input(props: InputProps) {
  const text = useText();
  const { settings } = props.field;
  const max = settingNumber(settings, 'max') ?? 20;
  const free = settings['only_offered'] !== true;
  return (
    <Select
      id={props.id}
      mode={free ? 'tags' : 'multiple'}
      style={{ width: '100%' }}
      options={asTexts(settings['offered']).map((tag) => ({ value: tag, label: tag }))}
      value={[...asTexts(props.value)]}
      maxCount={max}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(free ? { tokenSeparators: separators } : {})}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-invalid={props.invalid}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(tags: readonly string[]) => {
        props.onChange(tags.length === 0 ? null : tags);
      }}
    />
  );
}

function Display({ value }: DisplayProps) {
  return (
    <span className={styles['tags']}>
      {asTexts(value).map((tag) => (
        <OptionTag key={tag} label={tag} tone="neutral" />
      ))}
    </span>
  );
}

export const control = defineControl({ kind: 'tags', Input, Display, filter: 'tags' });
