import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import { Pairs } from '../shared/Pairs';
import styles from '../shared/shared.module.css';
import { asText, asTexts, settingNumber } from '../shared/values';

interface Line {
  key: string;
  value: string;
}

function linesOf(value: unknown): readonly Line[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isObject).map((line) => ({ key: asText(line['key']), value: asText(line['value']) }));
}

const filled = (lines: readonly Line[]): readonly Line[] => lines.filter(({ key, value }) => key.trim() !== '' || value.trim() !== '');

const same = (left: readonly Line[], right: readonly Line[]): boolean =>
  left.length === right.length && left.every((line, index) => line.key.trim() === right[index]?.key.trim() && line.value.trim() === right[index]?.value.trim());

/** Lines that are still empty live here only; the value holds those in which something stands. */
function Input(props: InputProps) {
  const { t } = useTranslation();
  const { settings } = props.field;
  const [typed, setTyped] = useState<readonly Line[]>([]);
  const stored = linesOf(props.value);
  const lines = same(filled(typed), stored) && typed.length > 0 ? typed : stored;
  const shown = lines.length === 0 ? [{ key: '', value: '' }] : lines;
  const offered = asTexts(settings['offered']).filter((key) => !lines.some((line) => line.key === key));
  const change = (next: readonly Line[]): void => {
    setTyped(next);
    const kept = filled(next);
    props.onChange(kept.length === 0 ? null : kept);
  };
  const set = (index: number, part: Partial<Line>): void => {
    change(shown.map((line, at) => (at === index ? { ...line, ...part } : line)));
  };
  return (
    <div className={styles['stack']} role="group" aria-labelledby={`${props.id}-label`}>
      {shown.map((line, index) => {
        const key = {
          ...(index === 0 ? { id: props.id } : {}),
          'aria-label': t('input.key_of', { number: index + 1 }),
          'aria-describedby': props.describedBy,
          disabled: props.disabled,
          placeholder: t('input.key'),
          options: offered.map((one) => ({ value: one, label: one })),
          ...(props.invalid ? { status: 'error' as const } : {}),
        };
        return (
          <div key={index} className={styles['keyed']}>
            {settings['only_offered'] === true ? (
              <Select {...key} value={line.key === '' ? undefined : line.key} onChange={(picked: string) => { set(index, { key: picked }); }} />
            ) : (
              <AutoComplete {...key} value={line.key} onChange={(picked: string) => { set(index, { key: picked }); }} />
            )}
            <ImeText
              {...props}
              id={`${props.id}-value-${String(index)}`}
              label={t('input.value_of', { name: line.key === '' ? String(index + 1) : line.key })}
              value={line.value}
              placeholder={t('input.value')}
              inputMode={settings['values'] === 'number' ? 'decimal' : 'text'}
              onChange={(text) => { set(index, { value: asText(text) }); }}
            />
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t('input.remove_line', { number: index + 1 })}
              disabled={props.disabled}
              onClick={() => { change(shown.filter((_, at) => at !== index)); }}
            />
          </div>
        );
      })}
      <Button
        type="dashed"
        icon={<PlusOutlined aria-hidden />}
        disabled={props.disabled || shown.length >= (settingNumber(settings, 'max') ?? 30)}
        onClick={() => { setTyped([...shown, { key: '', value: '' }]); }}
      >
        {t('input.add_line')}
      </Button>
    </div>
  );
}

function Display({ value, compact }: DisplayProps) {
  return <Pairs pairs={linesOf(value).map((line): [string, string] => [line.key, line.value])} compact={compact === true} />;
}

export const control = defineControl({ kind: 'key_values', Input, Display, filter: 'none', wide: true });
