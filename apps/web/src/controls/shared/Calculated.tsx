import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { isText } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { useFormulaInWords } from '../services';
import styles from './shared.module.css';

interface CalculatedProps {
  id: string;
  field: FieldDescription;
  children: ReactNode;
}

/** A value that nobody enters: without a border, and the formula in labels on hover or focus. */
export function Calculated({ id, field, children }: CalculatedProps) {
  const inWords = useFormulaInWords();
  const { formula } = field.settings;
  const words = isText(formula) ? inWords(formula) : '';
  return (
    <Tooltip title={words === '' ? undefined : `= ${words}`} trigger={['hover', 'focus']}>
      <output id={id} className={styles['calculated']} tabIndex={words === '' ? -1 : 0}>
        <span className={styles['fx']} aria-hidden="true">
          ƒ
        </span>
        {children}
      </output>
    </Tooltip>
  );
}
