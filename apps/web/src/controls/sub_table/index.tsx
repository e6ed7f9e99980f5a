import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { useForm, useTable } from '@/features/form';
import styles from '@/features/form/form.module.css';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { controlOf } from '../registry';
import { CellBox, RowTools } from '../shared/CellBox';
import { settingNumber } from '../shared/values';

/** A grid on a desk, cards on a phone. */
function Input({ field, disabled, id }: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const form = useForm();
  const table = useTable(field.id);
  const narrow = useNarrow();
  const rows = table?.rows ?? [];
  const columns = field.columns;
  const full = rows.length >= (settingNumber(field.settings, 'max_rows') ?? 1000);
  const add = !disabled && (
    <Button
      className={styles['addRow'] ?? ''}
      type="dashed"
      icon={<PlusOutlined aria-hidden />}
      disabled={full}
      onClick={() => {
        form.addRow(field.id);
      }}
    >
      {t('form.add_row')}
    </Button>
  );
  if (narrow) {
    return (
      <div className={styles['cards']} id={id}>
        {rows.map((row, index) => (
          <div key={row.key} className={styles['card']}>
            <div className={styles['cardHead']}>
              {t('form.row', { number: index + 1 })}
              {!disabled && <span><RowTools table={field.id} row={row} number={index + 1} full={full} /></span>}
            </div>
            {columns.map((column) => (
              <CellBox key={column.id} table={field.id} row={row} column={column} labelled />
            ))}
          </div>
        ))}
        {add}
      </div>
    );
  }
  return (
    <div id={id}>
      {rows.length > 0 && (
        <div className={styles['tableWrap']}>
          <table className={styles['table']} aria-labelledby={`${id}-label`}>
            <thead>
              <tr>
                <th className={styles['number']} scope="col">#</th>
                {columns.map((column) => (
                  <th key={column.id} scope="col">
                    {text(column.label)}
                    {rows[0]?.cells[column.id]?.required === true && <span className={styles['required']} aria-hidden="true"> *</span>}
                  </th>
                ))}
                {!disabled && <th className={styles['tools']} scope="col"><span className="visually-hidden">{t('form.row_tools')}</span></th>}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={row.key}>
                  <td className={styles['number']}>{index + 1}</td>
                  {columns.map((column) => (
                    <td key={column.id}>
                      <CellBox table={field.id} row={row} column={column} labelled={false} />
                    </td>
                  ))}
                  {!disabled && (
                    <td className={styles['tools']}>
                      <RowTools table={field.id} row={row} number={index + 1} full={full} />
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {add}
    </div>
  );
}

function Display({ value, field, names, compact }: DisplayProps) {
  const { t } = useTranslation();
  const text = useText();
  const rows = Array.isArray(value) ? value.filter(isObject) : [];
  const narrow = useNarrow();
  if (compact === true) return <span>{t('form.rows', { count: rows.length })}</span>;
  const shown = (column: FieldDescription, cell: unknown): ReactNode => {
    const control = controlOf(column.kind);
    return control === undefined ? null : <control.Display field={column} value={cell} names={names} />;
  };
  if (narrow) {
    return (
      <ol className={styles['cards']} aria-label={text(field.label)}>
        {rows.map((row, index) => (
          <li key={String(row['_id'] ?? index)} className={styles['card']}>
            <dl className={styles['facts']}>
              {field.columns.map((column) => (
                <div key={column.id}>
                  <dt>{text(column.label)}</dt>
                  <dd>{shown(column, row[column.id] ?? null)}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ol>
    );
  }
  return (
    <div className={styles['tableWrap']} role="group" aria-label={text(field.label)} tabIndex={0}>
      <table className={styles['table']} aria-label={text(field.label)}>
        <thead>
          <tr>
            <th className={styles['number']} scope="col">#</th>
            {field.columns.map((column) => (
              <th key={column.id} scope="col" className={controlOf(column.kind)?.figures === true ? styles['figures'] : undefined}>
                {text(column.label)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(row['_id'] ?? index)}>
              <td className={styles['number']}>{index + 1}</td>
              {field.columns.map((column) => (
                <td key={column.id} className={controlOf(column.kind)?.figures === true ? styles['figures'] : undefined}>
                  {shown(column, row[column.id] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const control = defineControl({ kind: 'sub_table', Input, Display, filter: 'none', wide: true });
