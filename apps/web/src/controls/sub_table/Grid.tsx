import { memo, type KeyboardEvent, type RefCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription, Row } from '@/engine';
import { useForm } from '@/features/form';
import styles from '@/features/form/form.module.css';
import { useText } from '@/i18n';
import { CellBox, RowTools } from '../shared/CellBox';
import { enterBeside, enterCell, placeOf, stepOf } from '../shared/rows/keys';
import type { RowWindow } from '../shared/rows/useRowWindow';

export interface RowsProps {
  field: FieldDescription;
  id: string;
  rows: readonly Row[];
  sight: RowWindow;
  disabled: boolean;
  full: boolean;
}

interface LineProps {
  table: string;
  /** The key of the row. */
  row: number;
  index: number;
  columns: readonly FieldDescription[];
  disabled: boolean;
  full: boolean;
  measure: RefCallback<HTMLElement> | undefined;
}

function Line({ table, row, index, columns, disabled, full, measure }: LineProps) {
  return (
    <tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <td className={styles['number']}>{index + 1}</td>
      {columns.map((column) => (
        <td key={column.id} data-column={column.id}>
          <CellBox table={table} row={row} column={column} labelled={false} />
        </td>
      ))}
      {!disabled && (
        <td className={styles['tools']}>
          <RowTools table={table} row={row} number={index + 1} full={full} />
        </td>
      )}
    </tr>
  );
}

/** What changes in a row changes in its cells: typing draws one cell, and those that are calculated from it. */
const GridLine = memo(Line);

/** Room for rows that are not drawn. */
export function Room({ height, columns }: { height: number; columns: number }) {
  if (height === 0) return null;
  return (
    <tr aria-hidden="true">
      <td className={styles['room']} style={{ height }} colSpan={columns}>{' '}</td>
    </tr>
  );
}

function isBlankRow(row: Row | undefined): boolean {
  return row !== undefined && Object.values(row.cells).every((cell) => cell.value === null || cell.value === '' || cell.value === false);
}

/** Rows as lines of a sheet: Enter and the arrows go from cell to cell, Ctrl+D takes the value from above. */
export function Grid({ field, id, rows, sight, disabled, full, add }: RowsProps & { add: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const form = useForm();
  const { columns } = field;
  const { attach, windowed, hidesFault, slots, rest, measure, reach } = sight;
  if (rows.length === 0) return null;
  const copyDown = (index: number, column: string): void => {
    const [above, here] = [rows[index - 1], rows[index]];
    if (above === undefined || here === undefined || here.cells[column]?.readonly !== false) return;
    form.edit([field.id, here.key, column], above.cells[column]?.value ?? null);
    // What was typed gives way to what was entered now.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    reach(index, (line) => { enterCell(line, column); });
  };
  const keys = (event: KeyboardEvent<HTMLDivElement>): void => {
    const place = placeOf(event.target);
    if (place === null) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'd' && !disabled) {
      event.preventDefault();
      copyDown(place.index, place.column);
      return;
    }
    const step = stepOf(event);
    if (step === null) return;
    if (step.right !== 0) {
      if (event.target instanceof Element && enterBeside(event.target, step.right)) event.preventDefault();
      return;
    }
    const to = place.index + step.down;
    if (to >= 0 && to < rows.length) {
      event.preventDefault();
      reach(to, (row) => { enterCell(row, place.column); });
    } else if (event.key === 'Enter' && to === rows.length && !disabled && !full && !isBlankRow(rows.at(-1))) {
      event.preventDefault();
      add();
    }
  };
  const drawn = columns.length + (disabled ? 1 : 2);
  return (
    // The keys of the inputs inside are heard here once for all of them.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={attach} className={styles['tableWrap']} data-window={windowed} data-invalid={hidesFault} onKeyDown={keys}>
      <table
        className={styles['table']}
        aria-labelledby={`${id}-label`}
        aria-rowcount={rows.length + 1}
        {...(windowed ? { style: { minWidth: `${String(columns.length * 9 + 9)}em` } } : {})}
      >
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
          {slots.flatMap(({ index, gap }) => {
            const row = rows[index];
            if (row === undefined) return [];
            const line = <GridLine key={row.key} table={field.id} row={row.key} index={index} columns={columns} disabled={disabled} full={full} measure={measure} />;
            return gap === 0 ? [line] : [<Room key={`above-${String(row.key)}`} height={gap} columns={drawn} />, line];
          })}
          <Room height={rest} columns={drawn} />
        </tbody>
      </table>
    </div>
  );
}
