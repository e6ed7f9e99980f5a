import { memo, type RefCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '@/engine';
import styles from '@/features/form/form.module.css';
import { CellBox, RowTools } from '../shared/CellBox';
import type { RowsProps } from './Grid';

interface OneProps {
  table: string;
  /** The key of the row. */
  row: number;
  index: number;
  columns: readonly FieldDescription[];
  disabled: boolean;
  full: boolean;
  measure: RefCallback<HTMLElement> | undefined;
}

function One({ table, row, index, columns, disabled, full, measure }: OneProps) {
  const { t } = useTranslation();
  return (
    <div ref={measure} className={styles['cardSlot']} data-index={index}>
      <div className={styles['card']} role="group" aria-label={t('form.row', { number: index + 1 })}>
        <div className={styles['cardHead']}>
          {t('form.row', { number: index + 1 })}
          {!disabled && <span><RowTools table={table} row={row} number={index + 1} full={full} /></span>}
        </div>
        {columns.map((column) => (
          <div key={column.id} data-column={column.id}>
            <CellBox table={table} row={row} column={column} labelled />
          </div>
        ))}
      </div>
    </div>
  );
}

const Card = memo(One);

/** Rows as cards, one below the other: for a thumb. */
export function Cards({ field, rows, sight, disabled, full }: RowsProps) {
  const { attach, windowed, hidesFault, slots, rest, measure } = sight;
  if (rows.length === 0) return null;
  return (
    <div ref={attach} className={styles['cardsWrap']} data-window={windowed} data-invalid={hidesFault}>
      {slots.flatMap(({ index, gap }) => {
        const row = rows[index];
        if (row === undefined) return [];
        const card = <Card key={row.key} table={field.id} row={row.key} index={index} columns={field.columns} disabled={disabled} full={full} measure={measure} />;
        return gap === 0 ? [card] : [<div key={`above-${String(row.key)}`} style={{ height: gap }} aria-hidden="true" />, card];
      })}
      {rest > 0 && <div style={{ height: rest }} aria-hidden="true" />}
    </div>
  );
}
