import { Input } from 'antd';
import { useState, type ChangeEvent, type CompositionEvent } from 'react';
import type { InputProps } from '../define';
import { asText } from './values';

interface ImeTextProps extends InputProps {
  rows?: number;
  maxLength?: number | undefined;
  placeholder: string;
  inputMode?: 'text' | 'tel' | 'email' | 'url';
  /** Its name, where no label stands beside it. */
  label?: string;
}

/** A text input that keeps quiet while an input method composes: the value is handed on when the characters stand. */
export function ImeText(props: ImeTextProps) {
  const [composing, setComposing] = useState<string | null>(null);
  const onChange = (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    if (composing === null) props.onChange(event.target.value);
    else setComposing(event.target.value);
  };
  const start = (): void => {
    setComposing(asText(props.value));
  };
  const end = (event: CompositionEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    setComposing(null);
    props.onChange(event.currentTarget.value);
  };
  const shared = {
    id: props.id,
    value: composing ?? asText(props.value),
    disabled: props.disabled,
    placeholder: props.placeholder,
    'aria-label': props.label,
    'aria-invalid': props.invalid,
    'aria-required': props.required,
    'aria-describedby': props.describedBy,
    onChange,
    onCompositionStart: start,
    onCompositionEnd: end,
    ...(props.invalid ? { status: 'error' as const } : {}),
    ...(props.maxLength === undefined || composing !== null ? {} : { maxLength: props.maxLength }),
  };
  if (props.rows === undefined) return <Input {...shared} inputMode={props.inputMode ?? 'text'} />;
  return <Input.TextArea {...shared} autoSize={{ minRows: props.compact === true ? 1 : props.rows, maxRows: 16 }} />;
}
