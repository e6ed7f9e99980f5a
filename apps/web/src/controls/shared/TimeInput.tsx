import { Input, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import type { InputProps } from '../define';
import { asText } from './values';

interface TimeInputProps extends InputProps {
  /** Steps of so many minutes. */
  step?: number;
  seconds?: boolean;
  /** The name of an input that no label belongs to. */
  label?: string;
}

/** A time of day: the wheels of the phone under a thumb, a list of hours and minutes at a desk. */
export function TimeInput(props: TimeInputProps) {
  const text = useText();
  const narrow = useNarrow();
  const value = asText(props.value);
  const pattern = props.seconds === true ? 'HH:mm:ss' : 'HH:mm';
  const shared = {
    id: props.id,
    disabled: props.disabled,
    placeholder: text(props.field.placeholder),
    ...(props.invalid ? { status: 'error' as const } : {}),
    'aria-invalid': props.invalid,
    'aria-required': props.required,
    'aria-describedby': props.describedBy,
    ...(props.label === undefined ? {} : { 'aria-label': props.label }),
  };
  if (narrow) {
    return (
      <Input
        {...shared}
        type="time"
        step={props.seconds === true ? 1 : (props.step ?? 1) * 60}
        value={value.slice(0, pattern.length)}
        onChange={(event) => {
          props.onChange(event.target.value === '' ? null : event.target.value);
        }}
      />
    );
  }
  const step = props.step ?? 1;
  return (
    <TimePicker
      {...shared}
      style={{ width: '100%' }}
      format={pattern}
      minuteStep={step <= 30 && 60 % step === 0 ? narrowStep(step) : 1}
      value={value === '' ? null : dayjs(`2000-01-01T${value}`)}
      needConfirm={false}
      onChange={(picked) => {
        props.onChange(picked === null ? null : picked.format('HH:mm:ss'));
      }}
    />
  );
}

const steps = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30] as const;

/** The steps that the list of minutes knows. */
function narrowStep(step: number): (typeof steps)[number] {
  return steps.find((one) => one === step) ?? 1;
}
