import { CopyOutlined, DeleteOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '@/engine';
import { FieldInput, useCell, useFaultText, useForm, domIdOf } from '@/features/form';
import styles from '@/features/form/form.module.css';
import { useText } from '@/i18n';

interface CellProps {
  table: string;
  /** The key of the row. */
  row: number;
  column: FieldDescription;
  labelled: boolean;
}

function Cell({ table, row, column, labelled }: CellProps) {
  const text = useText();
  const form = useForm();
  const path = [table, row, column.id] as const;
  const fault = useFaultText(path);
  const cell = useCell(path);
  if (cell?.visible !== true) return null;
  const label = text(column.label);
  const id = domIdOf(path);
  return (
    <div
      className={styles['field']}
      data-invalid={fault !== ''}
      onBlur={() => {
        form.leave(path);
      }}
    >
      {labelled && (
        <label className={styles['label']} id={`${id}-label`} htmlFor={id}>
          {label}
          {cell.required && <span className={styles['required']} aria-hidden="true">*</span>}
        </label>
      )}
      {!labelled && (
        <label className="visually-hidden" id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
      )}
      <FieldInput field={column} path={path} compact={!labelled} label={label} />
      {fault !== '' && (
        <p className={styles['fault']} id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** A cell of a row with its label and what is wrong with it; drawn again only when it changes itself. */
export const CellBox = memo(Cell);

interface RowToolsProps {
  table: string;
  row: number;
  number: number;
  full: boolean;
}

function Tools({ table, row, number, full }: RowToolsProps) {
  const { t } = useTranslation();
  const form = useForm();
  return (
    <>
      <Button
        type="text"
        icon={<CopyOutlined aria-hidden />}
        disabled={full}
        aria-label={t('form.copy_row', { number })}
        onClick={() => {
          form.copyRow(table, row);
        }}
      />
      <Button
        type="text"
        icon={<DeleteOutlined aria-hidden />}
        aria-label={t('form.remove_row', { number })}
        onClick={() => {
          form.removeRow(table, row);
        }}
      />
    </>
  );
}

/** Copies or deletes a row. */
export const RowTools = memo(Tools);
