import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import type { DisplayProps, InputProps } from '../define';
import styles from './pick.module.css';
import type { Named } from './pick';

/** Rows or columns as the settings name them. */
export function namedIn(settings: Json, key: string): readonly Named[] {
  return listIn(settings, key)
    .filter(isObject)
    .map((one) => ({ id: textIn(one, 'id') ?? '', label: readLabel(one['label']), retired: one['retired'] === true }));
}

/** What was answered, by row. */
export function answersOf(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** All answers with another one for a row; a row without an answer is left out. */
export function withAnswer(value: unknown, row: string, answer: unknown): Json | null {
  const kept = Object.entries(answersOf(value)).filter(([id]) => id !== row);
  const answers = Object.fromEntries(answer === null ? kept : [...kept, [row, answer]]);
  return Object.keys(answers).length === 0 ? null : answers;
}

/** Rows that may be answered: retired ones only where they are answered already. */
export function openRows(field: FieldDescription, value: unknown): readonly Named[] {
  const answers = answersOf(value);
  return namedIn(field.settings, 'rows').filter((row) => !row.retired || answers[row.id] !== undefined);
}

interface MatrixProps {
  input: InputProps;
  /** Heads of the columns. */
  heads: readonly ReactNode[];
  /** Whether cells hold inputs that need room. */
  open?: boolean;
  /** The cells of a row, one per head, for a desk. */
  cells: (row: Named, name: string) => readonly ReactNode[];
  /** All of a row's answer in one piece, for a phone. */
  renderPiece: (row: Named, name: string) => ReactNode;
}

/** A table on a desk, one card per row on a phone. */
export function MatrixInput({ input, heads, open, cells, renderPiece }: MatrixProps) {
  const { t } = useTranslation();
  const text = useText();
  const narrow = useNarrow();
  const rows = openRows(input.field, input.value);
  const group = { id: input.id, role: 'group', 'aria-labelledby': `${input.id}-label`, 'aria-describedby': input.describedBy };
  if (narrow || input.compact === true) {
    return (
      <div {...group} className={styles['answers']}>
        {rows.map((row) => (
          <fieldset key={row.id} className={styles['answer']}>
            <legend>{text(row.label)}</legend>
            {renderPiece(row, text(row.label))}
          </fieldset>
        ))}
      </div>
    );
  }
  return (
    <div {...group} className={styles['matrixWrap']} data-invalid={input.invalid}>
      <table className={styles['matrix']}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('pick.rows')}</span>
            </th>
            {heads.map((head, index) => (
              <th key={index} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className={open === true ? styles['open'] : undefined}>
              <th scope="row">{text(row.label)}</th>
              {cells(row, text(row.label)).map((cell, index) => (
                <td key={index}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rows with their answers in words. */
export function MatrixShown({ value, field, compact, words }: DisplayProps & { words: (answer: unknown) => string }) {
  const text = useText();
  const answers = answersOf(value);
  const rows = namedIn(field.settings, 'rows').filter((row) => answers[row.id] !== undefined);
  if (compact === true) return <span>{rows.map((row) => `${text(row.label)}: ${words(answers[row.id])}`).join('; ')}</span>;
  return (
    <dl className={styles['facts']}>
      {rows.map((row) => (
        <div key={row.id} style={{ display: 'contents' }}>
          <dt>{text(row.label)}</dt>
          <dd>{words(answers[row.id])}</dd>
        </div>
      ))}
    </dl>
  );
}
