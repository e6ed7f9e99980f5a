import { Checkbox, DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { isObject, listIn, textIn, type Json } from '@/api/narrow';
import { readLabel } from '@/engine/protocol';
import { useText, type Label } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { ImeText } from '../shared/ImeText';
import { answersOf, MatrixInput, MatrixShown, namedIn, withAnswer } from '../shared/Matrix';
import styles from '../shared/pick.module.css';
import type { Named } from '../shared/pick';
import { asText, settingNumber } from '../shared/values';

interface Column {
  id: string;
  label: Label;
  type: string;
  scale: number;
  options: readonly Named[];
}

function columnsOf(settings: Json): readonly Column[] {
  return listIn(settings, 'columns')
    .filter(isObject)
    .map((one) => ({
      id: textIn(one, 'id') ?? '',
      label: readLabel(one['label']),
      type: textIn(one, 'type') ?? 'text',
      scale: settingNumber(one, 'scale') ?? 0,
      options: namedIn(one, 'options'),
    }));
}

interface CellProps {
  input: InputProps;
  column: Column;
  id: string;
  name: string;
  value: unknown;
  put: (value: unknown) => void;
}

function MixedCell({ input, column, id, name, value, put }: CellProps) {
  const text = useText();
  const shared = { id, disabled: input.disabled, 'aria-label': name, style: { width: '100%' } };
  switch (column.type) {
    case 'number':
      return (
        <InputNumber<string>
          {...shared}
          stringMode
          controls={false}
          inputMode={column.scale === 0 ? 'numeric' : 'decimal'}
          precision={column.scale}
          value={asText(value) === '' ? null : asText(value)}
          onChange={put}
        />
      );
    case 'choice':
      return (
        <Select<string>
          {...shared}
          allowClear
          popupMatchSelectWidth={false}
          options={column.options.filter((option) => !option.retired || option.id === value).map((option) => ({ value: option.id, label: text(option.label) }))}
          value={asText(value) === '' ? null : asText(value)}
          onChange={(picked: string | undefined) => {
            put(picked ?? null);
          }}
        />
      );
    case 'date':
      return (
        <DatePicker
          {...shared}
          value={asText(value) === '' ? null : dayjs(asText(value))}
          onChange={(day) => {
            put(day?.format('YYYY-MM-DD') ?? null);
          }}
        />
      );
    case 'bool':
      return (
        <Checkbox
          id={id}
          disabled={input.disabled}
          aria-label={name}
          checked={value === true}
          onChange={(event) => {
            put(event.target.checked ? true : null);
          }}
        />
      );
    default:
      return (
        <ImeText
          {...input}
          id={id}
          label={name}
          value={value}
          maxLength={500}
          placeholder=""
          required={false}
          invalid={false}
          onChange={(typed) => {
            put(typed === '' ? null : typed);
          }}
        />
      );
  }
}

function Input(props: InputProps) {
  const text = useText();
  const columns = columnsOf(props.field.settings);
  const answers = answersOf(props.value);
  const cell = (row: Named, name: string, column: Column) => (
    <MixedCell
      key={column.id}
      input={props}
      column={column}
      id={`${props.id}-${row.id}-${column.id}`}
      name={`${name}: ${text(column.label)}`}
      value={answersOf(answers[row.id])[column.id] ?? null}
      put={(value) => {
        props.onChange(withAnswer(props.value, row.id, withAnswer(answers[row.id], column.id, value)));
      }}
    />
  );
  return (
    <MatrixInput
      input={props}
      open
      heads={columns.map((column) => text(column.label))}
      cells={(row, name) => columns.map((column) => cell(row, name, column))}
      renderPiece={(row, name) => (
        <div className={styles['stack']}>
          {columns.map((column) => (
            <div key={column.id}>
              <span className={styles['tileDetail']}>{text(column.label)}</span>
              {cell(row, name, column)}
            </div>
          ))}
        </div>
      )}
    />
  );
}

function Display(props: DisplayProps) {
  const { t } = useTranslation();
  const text = useText();
  const columns = columnsOf(props.field.settings);
  const words = (answer: unknown): string =>
    columns
      .flatMap((column) => {
        const value = answersOf(answer)[column.id] ?? null;
        if (value === null) return [];
        const option = column.options.find((one) => one.id === value);
        const shown = value === true ? t('value.yes') : option === undefined ? asText(value) : text(option.label);
        return [`${text(column.label)} ${shown}`];
      })
      .join(', ');
  return <MatrixShown {...props} words={words} />;
}

export const control = defineControl({ kind: 'matrix_mixed', Input, Display, filter: 'none', wide: true });
