import { DownOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isText } from '@/api/narrow';
import type { FieldDescription, Row } from '@/engine';
import { useForm, useTable } from '@/features/form';
import { defineControl, type InputProps } from '../define';
import { CellBox, RowTools } from '../shared/CellBox';
import { RowsShown } from '../shared/RowsShown';
import styles from '../shared/related.module.css';
import { asText, settingNumber } from '../shared/values';

/** What a folded card is called: the value of its title column, else its number. */
function nameOf(field: FieldDescription, row: Row, number: string): string {
  const { title } = field.settings;
  const value = isText(title) ? asText(row.cells[title]?.value) : '';
  return value === '' ? number : value;
}

interface CardProps {
  field: FieldDescription;
  row: Row;
  number: number;
  full: boolean;
  disabled: boolean;
  open: boolean;
  toggle: () => void;
}

function Card({ field, row, number, full, disabled, open, toggle }: CardProps) {
  const { t } = useTranslation();
  const name = nameOf(field, row, t('form.row', { number }));
  return (
    <div className={styles['fold']}>
      <div className={styles['foldHead']}>
        <button type="button" className={styles['foldName']} aria-expanded={open} onClick={toggle}>
          {open ? <DownOutlined aria-hidden /> : <RightOutlined aria-hidden />} {name}
        </button>
        {!disabled && (
          <span>
            <RowTools table={field.id} row={row} number={number} full={full} />
          </span>
        )}
      </div>
      {open && (
        <div className={styles['foldBody']}>
          {field.columns.map((column) => (
            <CellBox key={column.id} table={field.id} row={row} column={column} labelled />
          ))}
        </div>
      )}
    </div>
  );
}

/** One card per row; a new one opens, the others fold. */
function Input({ field, disabled, id }: InputProps) {
  const { t } = useTranslation();
  const form = useForm();
  const table = useTable(field.id);
  const rows = table?.rows ?? [];
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const full = rows.length >= (settingNumber(field.settings, 'max_rows') ?? 1000);
  return (
    <div id={id} className={styles['cards']} role="group" aria-labelledby={`${id}-label`}>
      {rows.map((row, index) => (
        <Card
          key={row.key}
          field={field}
          row={row}
          number={index + 1}
          full={full}
          disabled={disabled}
          open={!folded.has(row.key)}
          toggle={() => {
            setFolded(folded.has(row.key) ? new Set([...folded].filter((key) => key !== row.key)) : new Set([...folded, row.key]));
          }}
        />
      ))}
      {!disabled && (
        <span>
          <Button
            type="dashed"
            icon={<PlusOutlined aria-hidden />}
            disabled={full}
            onClick={() => {
              setFolded(new Set(rows.map((row) => row.key)));
              form.addRow(field.id);
            }}
          >
            {t('form.add_row')}
          </Button>
        </span>
      )}
    </div>
  );
}

export const control = defineControl({ kind: 'sub_cards', Input, Display: RowsShown, filter: 'none', wide: true });
