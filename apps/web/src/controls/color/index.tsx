import { Button, ColorPicker, Select, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import styles from '../shared/shared.module.css';
import { asText, asTexts } from '../shared/values';

/** A spot of the colour; anything but a colour in hexadecimal signs stays out of the style. */
function Spot({ color }: { color: string }) {
  const good = /^#([0-9A-F]{6}|[0-9A-F]{8})$/i.test(color);
  return <span className={styles['spot']} aria-hidden="true" {...(good ? { style: { background: color } } : {})} />;
}

function renderOption({ value }: { value?: string | number | null }) {
  return (
    <span className={styles['withSpot']}>
      <Spot color={asText(value)} />
      {value}
    </span>
  );
}

/** One of the presets, from a list. */
function PresetInput(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const value = asText(props.value);
  return (
    <Select
      id={props.id}
      style={{ width: '100%' }}
      allowClear={props.required ? false : clear}
      options={asTexts(props.field.settings['presets']).map((preset) => ({ value: preset.toUpperCase(), label: preset.toUpperCase() }))}
      value={value === '' ? undefined : value}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      optionRender={renderOption}
      labelRender={renderOption}
      onChange={(picked: string | undefined) => {
        props.onChange(picked ?? null);
      }}
    />
  );
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const { settings } = props.field;
  if (settings['only_presets'] === true) return <PresetInput {...props} />;
  const value = asText(props.value);
  const presets = asTexts(settings['presets']);
  return (
    <Space.Compact block>
      <ColorPicker
        value={value === '' ? null : value}
        format="hex"
        disabledFormat
        disabledAlpha={settings['alpha'] !== true && value !== ''}
        disabled={props.disabled}
        {...(presets.length === 0 ? {} : { presets: [{ label: t('input.presets'), colors: [...presets] }] })}
        onChangeComplete={(color) => {
          const hex = color.toHexString().toUpperCase();
          props.onChange(settings['alpha'] === true ? hex : hex.slice(0, 7));
        }}
      >
        <Button aria-label={t('input.choose_color')} disabled={props.disabled} icon={<Spot color={value} />} />
      </ColorPicker>
      <LineText {...props} maxLength={9} />
    </Space.Compact>
  );
}

function Display({ value }: DisplayProps) {
  const color = asText(value);
  if (color === '') return null;
  return (
    <span className={styles['withSpot']}>
      <Spot color={color} />
      {color}
    </span>
  );
}

export const control = defineControl({ kind: 'color', Input, Display, filter: 'text' });
