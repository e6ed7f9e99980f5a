import { Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { defineControl, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import { Masked } from '../shared/Masked';
import { asText } from '../shared/values';

/** The province from a list, the rest from the keyboard; a whole plate can be typed or pasted, too. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const provinces = Array.from(t('input.provinces'));
  const plate = asText(props.value);
  const [first = '', ...others] = Array.from(plate);
  const province = provinces.includes(first) ? first : '';
  const rest = province === '' ? plate : others.join('');
  const begins = (text: string): boolean => provinces.includes(Array.from(text.trim())[0] ?? '');
  return (
    <Space.Compact block>
      <Select
        aria-label={t('input.province')}
        showSearch
        style={{ width: '5.5em' }}
        popupMatchSelectWidth={false}
        disabled={props.disabled}
        value={province === '' ? undefined : province}
        options={provinces.map((one) => ({ value: one, label: one }))}
        {...(props.invalid ? { status: 'error' as const } : {})}
        onChange={(picked: string) => {
          props.onChange(picked + rest);
        }}
      />
      <LineText
        {...props}
        value={rest}
        maxLength={12}
        onChange={(typed) => {
          const text = asText(typed);
          props.onChange(begins(text) ? text : province + text);
        }}
      />
    </Space.Compact>
  );
}

export const control = defineControl({ kind: 'plate', Input, Display: Masked, filter: 'text' });
