import { DownOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState, type RefCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { isText } from '@/api/narrow';
import type { FieldDescription, Row } from '@/engine';
import { useFirstFaultyRow, useForm, useTable } from '@/features/form';
import { defineControl, type InputProps } from '../define';
import { CellBox, RowTools } from '../shared/CellBox';
import { enterCell } from '../shared/rows/keys';
import { useRowWindow } from '../shared/rows/useRowWindow';
import { RowsShown } from '../shared/RowsShown';
import styles from '../shared/related.module.css';
import { asText, settingNumber } from '../shared/values';

/** What a folded card is called: the value of its title column, else its number. */
function nameOf(field: FieldDescription, row: Row, number: string): string {
  const { title } = field.settings;
  const value = isText(title) ? asText(row.cells[title]?.value) : '';
  return value === '' ? number : value;
}

/** So many cards are open when the form is opened; more of them begin folded. */
const openAtFirst = 5;
/** The height of a folded card, in pixels; what is drawn is measured. */
const foldedHeight = 50;

interface CardProps {
  field: FieldDescription;
  row: Row;
  number: number;
  measure: RefCallback<HTMLElement> | undefined;
  full: boolean;
  disabled: boolean;
  open: boolean;
  toggle: () => void;
}

function Card({ field, row, number, measure, full, disabled, open, toggle }: CardProps) {
  const { t } = useTranslation();
  const name = nameOf(field, row, t('form.row', { number }));
  return (
    <div ref={measure} className={styles['slot']} data-index={number - 1}>
      <div className={styles['fold']}>
        <div className={styles['foldHead']}>
          <button type="button" className={styles['foldName']} aria-expanded={open} onClick={toggle}>
            {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {name}
          </button>
          {!disabled && (
            <span>
              <RowTools table={field.id} row={row.key} number={number} full={full} />
            </span>
          )}
        </div>
        {open && (
          <div className={styles['foldBody']}>
            {field.columns.map((column) => (
              <div key={column.id} data-column={column.id}>
                <CellBox table={field.id} row={row.key} column={column} labelled />
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

/** One card per row; a new one opens, the others fold. */
function Input({ field, disabled, id }: InputProps) {
  const { t } = useTranslation();
  const form = useForm();
  const table = useTable(field.id);
  const rows = table?.rows ?? [];
  const [folded, setFolded] = useState<ReadonlySet<number>>(() => new Set(rows.length > openAtFirst ? rows.map((row) => row.key) : []));
  const full = rows.length >= (settingNumber(field.settings, 'max_rows') ?? 1000);
  const faulty = useFirstFaultyRow(field.id);
  const faultyKey = rows[faulty]?.key;
  const { attach, windowed, hidesFault, slots, rest, measure, reach } = useRowWindow({ count: rows.length, few: 40, height: foldedHeight, keyOf: (index) => rows[index]?.key ?? index, faulty });
  return (
    <div id={id} role="group" aria-labelledby={`${id}-label`}>
      <div ref={attach} className={styles['stack']} data-window={windowed} data-invalid={hidesFault}>
        {slots.flatMap(({ index, gap }) => {
          const row = rows[index];
          if (row === undefined) return [];
          // What is wrong must be seen: such a card does not fold.
          const open = !folded.has(row.key) || row.key === faultyKey;
          const toggle = (): void => { setFolded(open ? new Set([...folded, row.key]) : new Set([...folded].filter((key) => key !== row.key))); };
          const card = <Card key={row.key} field={field} row={row} number={index + 1} measure={measure} full={full} disabled={disabled} open={open} toggle={toggle} />;
          return gap === 0 ? [card] : [<div key={`above-${String(row.key)}`} style={{ height: gap }} aria-hidden="true" />, card];
        })}
        {rest > 0 && <div style={{ height: rest }} aria-hidden="true" />}
      </div>
      {!disabled && (
        <Button
          type="dashed"
          icon={<PlusOutlined aria-hidden />}
          disabled={full}
          onClick={() => {
            setFolded(new Set(rows.map((row) => row.key)));
            form.addRow(field.id);
            reach(rows.length, (row) => { enterCell(row); });
          }}
        >
          {t('form.add_row')}
        </Button>
      )}
    </div>
  );
}

export const control = defineControl({ kind: 'sub_cards', Input, Display: RowsShown, filter: 'none', wide: true });
