import { Checkbox } from 'antd';
import { useRef, type MouseEvent } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { RecordRow } from '@/api';
import { type Column } from '@/features/filters';
import { Value } from '@/features/records';
import { useText } from '@/i18n';
import { EditCell } from './EditCell';
import { isEditable } from './editable';
import { frozenStyle, widthStyle } from './HeadCell';
import type { TableParts } from './RecordTable';
import { widthsOf } from './useList';
import styles from './views.module.css';

/** A second click that comes within this time means to change the cell. */
const doubleClick = 220;

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
}

interface CellProps extends TableParts {
  row: RecordRow;
  column: Column;
  index: number;
}

function Cell({ row, column, index, ...parts }: CellProps) {
  const { t } = useTranslation();
  const text = useText();
  const { app, form, known, shown, names, zone, cursor, open, addressOf } = parts;
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = isEditable(known, column.field) ? column.field : null;
  const cell = `${row.id}/${column.id}`;
  const tone = row.tones?.[column.id];
  const frozen = index < (shown.frozen ?? 0);
  const style = { ...widthStyle(widthsOf(shown)[column.id]), ...frozenStyle(frozen ? index + 1 : null) };
  const value = <Value column={column} values={row.values} names={names} zone={zone} />;
  const common = { className: column.figures ? styles['figures'] : undefined, 'data-frozen': frozen, 'data-tone': tone, style };
  if (cursor.editing === cell && field !== null) {
    return (
      <td {...common} data-editing>
        {value}
        <EditCell app={app} form={form} known={known} id={row.id} field={field} done={cursor.done} />
      </td>
    );
  }
  const editing = field === null ? {} : {
    'data-cell': cell,
    tabIndex: 0,
    title: t('views.edit_cell', { label: text(column.label) }),
    onDoubleClick: (event: MouseEvent) => {
      clearTimeout(waiting.current);
      event.preventDefault();
      cursor.begin(cell);
    },
    onClick: (event: MouseEvent) => {
      if (index === 0 || !isPlainClick(event)) return;
      event.stopPropagation();
      clearTimeout(waiting.current);
      if (event.detail === 1) waiting.current = setTimeout(() => { open(row.id); }, doubleClick);
    },
  };
  return (
    <td {...common} {...editing}>
      {index === 0 ? (
        <Link
          className={styles['first']}
          to={addressOf(row.id)}
          onClick={(event) => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            event.stopPropagation();
            open(row.id);
          }}
        >
          {row.values[column.id] === null || row.values[column.id] === undefined ? row.title : value}
        </Link>
      ) : (
        value
      )}
    </td>
  );
}

/** A record in a table. */
export function Row({ row, ...parts }: TableParts & { row: RecordRow }) {
  const { t } = useTranslation();
  const { columns, shown, selection, opened, open } = parts;
  const frozen = (shown.frozen ?? 0) > 0;
  const chosen = selection.chosen.has(row.id);
  return (
    <tr
      data-opened={row.id === opened}
      data-chosen={chosen}
      data-tone={row.tones?.['_row']}
      onClick={(event) => {
        if (isPlainClick(event)) open(row.id);
      }}
    >
      <td className={styles['tick']} data-frozen={frozen} style={frozen ? { left: 0 } : {}} onClick={(event) => { event.stopPropagation(); }}>
        <Checkbox
          aria-label={t('views.choose', { title: row.title })}
          checked={chosen}
          onClick={(event) => {
            event.preventDefault();
            selection.toggle(row.id, event.shiftKey);
          }}
          onChange={() => undefined}
        />
      </td>
      {columns.map((column, index) => (
        <Cell key={column.id} row={row} column={column} index={index} {...parts} />
      ))}
    </tr>
  );
}
