import { App } from 'antd';
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Edit, FieldDescription } from '@/engine';
import { useForm } from '@/features/form';
import { useFormServices } from '../../services';
import { placeOf } from './keys';
import { cellsOf, readCellText } from './paste';

/** Takes a range that was copied from a sheet: it begins at the cell that has the focus, else below the last row. */
export function usePaste(table: string, columns: readonly FieldDescription[], most: number): (event: ClipboardEvent) => void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const form = useForm();
  const { zone } = useFormServices();
  return (event) => {
    const copied = event.clipboardData.getData('text/plain');
    const cells = cellsOf(copied);
    const place = placeOf(event.target);
    const longText = event.target instanceof HTMLTextAreaElement && !copied.includes('\t');
    // One cell is pasted as into any input.
    if (longText || (cells.length === 1 && cells[0]?.length === 1 && place !== null) || copied.trim() === '') return;
    event.preventDefault();
    const rows = form.state().tables[table]?.rows ?? [];
    const top = place?.index ?? rows.length;
    const left = Math.max(0, columns.findIndex((column) => column.id === place?.column));
    const taken = cells.slice(0, Math.max(0, most - top));
    const keys = form.addRows(table, Math.max(0, top + taken.length - rows.length));
    const after = form.state().tables[table]?.rows ?? [];
    let refused = 0;
    const edits = taken.flatMap((line, down) =>
      line.flatMap((text, right): Edit[] => {
        const column = columns[left + right];
        const key = keys[top + down];
        const cell = after[top + down]?.cells[column?.id ?? ''];
        // What is calculated or may not be changed comes along when rows of this table are copied; nobody misses it.
        if (column === undefined || key === undefined || cell === undefined || cell.readonly || !cell.visible || column.origin !== 'entered') return [];
        const value = readCellText(column, text, zone);
        if (value !== undefined) return [{ path: [table, key, column.id], value }];
        refused += 1;
        return [];
      }),
    );
    refused += form.editMany(edits);
    // What was typed in the cell before gives way to what was pasted.
    if (event.target instanceof HTMLElement && place !== null) {
      event.target.blur();
      event.target.focus();
    }
    const leftOut = cells.length - taken.length;
    const words = [
      t('form.pasted', { count: taken.length }),
      ...(refused > 0 ? [t('form.paste_refused', { count: refused })] : []),
      ...(leftOut > 0 ? [t('form.paste_left_out', { count: leftOut, most })] : []),
    ].join(' ');
    if (refused > 0 || leftOut > 0) message.warning(words);
    else message.success(words);
  };
}
