import { EyeInvisibleOutlined, EyeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplayProps } from '../define';
import { maskText } from './mask';
import styles from './shared.module.css';
import { asText } from './values';

const stay = (event: MouseEvent): void => {
  event.stopPropagation();
};

/** A link that opens beside what is being looked at; in a list it does not open the row. */
export function Outside({ address, text, page }: { address: string; text: string; page?: boolean }) {
  return (
    <a href={address} {...(page === true ? { target: '_blank', rel: 'noopener noreferrer' } : {})} onClick={stay}>
      {text}
    </a>
  );
}

interface MaskedProps extends DisplayProps {
  /** The text as people group it. */
  write?: (text: string) => string;
  /** Where a click on the whole text leads. */
  address?: (text: string) => string;
}

/** A text whose middle is hidden until a click, if the field says so. */
export function Masked({ value, field, compact, write, address }: MaskedProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const text = asText(value);
  if (text === '') return null;
  const hidden = field.settings['mask'] === true && !open;
  const shown = hidden ? maskText(text) : (write?.(text) ?? text);
  const whole = !hidden && !text.includes('*');
  const words = whole && address !== undefined ? <Outside address={address(text)} text={shown} /> : <span>{shown}</span>;
  if (field.settings['mask'] !== true || compact === true || maskText(text) === text) return words;
  return (
    <span className={styles['masked']}>
      {words}
      <Button
        type="text"
        size="small"
        icon={open ? <EyeInvisibleOutlined aria-hidden /> : <EyeOutlined aria-hidden />}
        aria-label={open ? t('input.hide') : t('input.reveal')}
        onClick={(event) => {
          stay(event);
          setOpen(!open);
        }}
      />
    </span>
  );
}
