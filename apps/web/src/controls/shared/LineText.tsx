import type { ReactNode } from 'react';
import { useText } from '@/i18n';
import type { InputProps } from '../define';
import { ImeText, type Keyboard } from './ImeText';

interface LineTextProps extends InputProps {
  inputMode?: Keyboard;
  autoComplete?: string;
  maxLength?: number;
  suffix?: ReactNode;
}

/** One line of text with the keyboard that suits it. */
export function LineText(props: LineTextProps) {
  const text = useText();
  return <ImeText {...props} placeholder={text(props.field.placeholder)} />;
}
