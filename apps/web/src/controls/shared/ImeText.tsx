import { Input } from 'antd';
import { useState, type ChangeEvent, type CompositionEvent, type ReactNode } from 'react';
import type { InputProps } from '../define';
import { asText } from './values';

export type Keyboard = 'text' | 'tel' | 'email' | 'url' | 'numeric' | 'decimal';

interface ImeTextProps extends InputProps {
  rows?: number;
  maxLength?: number | undefined;
  placeholder: string;
  inputMode?: Keyboard;
  /** What a browser may fill in by itself. */
  autoComplete?: string;
  /** In letters of one width. */
  className?: string | undefined;
  suffix?: ReactNode;
  /** The name of an input that no label belongs to. */
  label?: string;
}

/**
 * A text input that keeps quiet while an input method composes: the value is handed on when the characters stand. What is typed stays as it
 * is until the input is left; only then the text shows as the engine keeps it, trimmed and in its groups.
 */
export function ImeText(props: ImeTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [composing, setComposing] = useState(false);
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    setTyped(event.target.value);
    if (!composing) props.onChange(event.target.value);
  };
  const shared = {
    id: props.id,
    value: typed ?? asText(props.value),
    disabled: props.disabled,
    placeholder: props.placeholder,
    inputMode: props.inputMode ?? ('text' as const),
    autoComplete: props.autoComplete ?? 'off',
    ...(props.className === undefined ? {} : { className: props.className }),
    'aria-invalid': props.invalid,
    'aria-required': props.required,
    'aria-describedby': props.describedBy,
    ...(props.label === undefined ? {} : { 'aria-label': props.label }),
    onChange,
    onCompositionStart: () => {
      setComposing(true);
    },
    onCompositionEnd: (event: CompositionEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setComposing(false);
      setTyped(event.currentTarget.value);
      props.onChange(event.currentTarget.value);
    },
    onBlur: () => {
      setTyped(null);
    },
    ...(props.invalid ? { status: 'error' as const } : {}),
    ...(props.maxLength === undefined || composing ? {} : { maxLength: props.maxLength }),
  };
  if (props.rows === undefined) return <Input {...shared} suffix={props.suffix} />;
  return <Input.TextArea {...shared} autoSize={{ minRows: props.compact === true ? 1 : props.rows, maxRows: 16 }} />;
}
