import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import styles from '@/features/form/form.module.css';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import type { DisplayProps } from '../define';
import { controlOf } from '../registry';
import { useRowWindow, type RowWindow } from '../shared/rows/useRowWindow';
import { Room } from './Grid';

/** The usual height of a line to read and of a line of a card, in pixels; what is drawn is measured. */
const [line, cardLine] = [31, 29];

function keyOf(row: Json | undefined, index: number): string {
  return String(row?.['_id'] ?? index);
}

function figures(column: FieldDescription): string | undefined {
  return controlOf(column.kind)?.figures === true ? styles['figures'] : undefined;
}

interface ShownProps {
  field: FieldDescription;
  rows: readonly Json[];
  sight: RowWindow;
  shown: (column: FieldDescription, cell: unknown) => ReactNode;
}

function Cards({ field, rows, sight, shown }: ShownProps) {
  const { attach, windowed, slots, rest, measure } = sight;
  const text = useText();
  return (
    <div ref={attach} className={styles['cardsWrap']} data-window={windowed} role="group" aria-label={text(field.label)} {...(windowed ? { tabIndex: 0 } : {})}>
      {slots.flatMap(({ index, gap }) => {
        const row = rows[index];
        const card = (
          <div key={keyOf(row, index)} ref={measure} className={styles['cardSlot']} data-index={index}>
            <dl className={`${styles['card'] ?? ''} ${styles['facts'] ?? ''}`}>
              {field.columns.map((column) => (
                <div key={column.id}>
                  <dt>{text(column.label)}</dt>
                  <dd>{shown(column, row?.[column.id] ?? null)}</dd>
                </div>
              ))}
            </dl>
          </div>
        );
        return gap === 0 ? [card] : [<div key={`above-${String(index)}`} style={{ height: gap }} aria-hidden="true" />, card];
      })}
      {rest > 0 && <div style={{ height: rest }} aria-hidden="true" />}
    </div>
  );
}

function Lines({ field, rows, sight, shown }: ShownProps) {
  const { attach, windowed, slots, rest, measure } = sight;
  const text = useText();
  return (
    <div ref={attach} className={styles['tableWrap']} data-window={windowed} role="group" aria-label={text(field.label)} tabIndex={0}>
      <table className={styles['table']} aria-label={text(field.label)} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th className={styles['number']} scope="col">#</th>
            {field.columns.map((column) => (
              <th key={column.id} scope="col" className={figures(column)}>
                {text(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {slots.flatMap(({ index, gap }) => {
            const row = rows[index];
            const shownLine = (
              <tr key={keyOf(row, index)} ref={measure} data-index={index} aria-rowindex={index + 2}>
                <td className={styles['number']}>{index + 1}</td>
                {field.columns.map((column) => (
                  <td key={column.id} className={figures(column)}>
                    {shown(column, row?.[column.id] ?? null)}
                  </td>
                ))}
              </tr>
            );
            return gap === 0 ? [shownLine] : [<Room key={`above-${String(index)}`} height={gap} columns={field.columns.length + 1} />, shownLine];
          })}
          <Room height={rest} columns={field.columns.length + 1} />
        </tbody>
      </table>
    </div>
  );
}

function Rows({ value, field, names }: DisplayProps) {
  const narrow = useNarrow();
  const rows = Array.isArray(value) ? value.filter(isObject) : [];
  const sight = useRowWindow({ count: rows.length, few: narrow ? 40 : 200, height: narrow ? cardLine * (field.columns.length + 1) : line, keyOf: (index) => keyOf(rows[index], index) });
  const shown = (column: FieldDescription, cell: unknown): ReactNode => {
    const control = controlOf(column.kind);
    return control === undefined ? null : <control.Display field={column} value={cell} names={names} />;
  };
  return narrow ? <Cards field={field} rows={rows} sight={sight} shown={shown} /> : <Lines field={field} rows={rows} sight={sight} shown={shown} />;
}

/** Rows to read; in a list, how many there are. */
export function Display(props: DisplayProps) {
  const { t } = useTranslation();
  if (props.compact !== true) return <Rows {...props} />;
  return <span>{t('form.rows', { count: Array.isArray(props.value) ? props.value.length : 0 })}</span>;
}
