import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { isText } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { useFormulaInWords } from '../services';
import styles from './shared.module.css';

interface CalculatedProps {
  id: string;
  /** In a cell of a table, where many of them stand side by side: no stop for the keyboard, and a plain hint. */
  compact?: boolean | undefined;
  field: FieldDescription;
  children: ReactNode;
}

/** A value that nobody enters: without a border, and the formula in labels on hover or focus. */
export function Calculated({ id, compact, field, children }: CalculatedProps) {
  const inWords = useFormulaInWords();
  const { formula } = field.settings;
  const words = isText(formula) ? inWords(formula) : '';
  const plain = words === '' || compact === true;
  const shown = (
    <output id={id} className={styles['calculated']} {...(words !== '' && plain ? { title: `= ${words}` } : {})} {...(plain ? {} : { tabIndex: 0 })}>
      <span className={styles['fx']} aria-hidden="true">
        ƒ
      </span>
      {children}
    </output>
  );
  return plain ? shown : <Tooltip title={`= ${words}`} trigger={['hover', 'focus']}>{shown}</Tooltip>;
}
