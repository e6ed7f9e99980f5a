import { App } from 'antd';
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Edit, FieldDescription, Path } from '@/engine';
import { useForm } from '@/features/form';
import { useFormServices, type FormServices, type Reference } from '../../services';
import { placeOf } from './keys';
import { cellsOf, namesIn, readCellText } from './paste';

/** A cell that names records, people or departments. */
interface Named {
  path: Path;
  column: FieldDescription;
  names: readonly string[];
}

function keyOf(column: FieldDescription, name: string): string {
  return `${column.id}/${name}`;
}

/** So many names are looked up for one paste. */
const mostNames = 500;

/** The one thing of each name that the column may refer to; a name that fits none or several is left out. */
async function lookedUp(table: string, named: readonly Named[], lookup: FormServices['lookup']): Promise<(one: Named) => readonly Reference[] | null> {
  const known = new Map<string, Reference | null>();
  for (const { column, names } of named) {
    for (const name of names) {
      const key = keyOf(column, name);
      if (known.has(key) || known.size >= mostNames) continue;
      const fitting = (await lookup(`${table}.${column.id}`, name).catch(() => [])).filter((one) => one.label === name);
      known.set(key, (fitting.length === 1 ? fitting[0] : null) ?? null);
    }
  }
  return ({ column, names }) => {
    const found = names.map((name) => known.get(keyOf(column, name)) ?? null).filter((one) => one !== null);
    return found.length === names.length ? found : null;
  };
}

/** Takes a range that was copied from a sheet: it begins at the cell that has the focus, else below the last row. */
export function usePaste(table: string, columns: readonly FieldDescription[], most: number): (event: ClipboardEvent) => void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const form = useForm();
  const { zone, lookup, picked } = useFormServices();
  const refer = async (named: readonly Named[]): Promise<number> => {
    const referencesOf = await lookedUp(table, named, lookup);
    const found = named.flatMap((one) => {
      const references = referencesOf(one);
      return references === null ? [] : [{ ...one, references }];
    });
    const edits = found.map(({ path, column, references }): Edit => ({ path, value: column.several ? references.map((one) => one.id) : references[0]?.id }));
    const refused = form.editMany(edits);
    // The engine is told of a record after its key stands in the field.
    for (const reference of new Set(found.flatMap(({ references }) => references))) picked(reference);
    return named.length - found.length + refused;
  };
  const tell = (rows: number, refused: number, leftOut: number): void => {
    const words = [
      t('form.pasted', { count: rows }),
      ...(refused > 0 ? [t('form.paste_refused', { count: refused })] : []),
      ...(leftOut > 0 ? [t('form.paste_left_out', { count: leftOut, most })] : []),
    ].join(' ');
    if (refused > 0 || leftOut > 0) message.warning(words);
    else message.success(words);
  };
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
    const named: Named[] = [];
    let refused = 0;
    const edits = taken.flatMap((line, down) =>
      line.flatMap((text, right): Edit[] => {
        const column = columns[left + right];
        const key = keys[top + down];
        const cell = after[top + down]?.cells[column?.id ?? ''];
        // What is calculated or may not be changed comes along when rows of this table are copied; nobody misses it.
        if (column === undefined || key === undefined || cell === undefined || cell.readonly || !cell.visible || column.origin !== 'entered') return [];
        const path: Path = [table, key, column.id];
        if (column.target !== null && text.trim() !== '') {
          named.push({ path, column, names: namesIn(text, column.several) });
          return [];
        }
        const value = readCellText(column, text, zone);
        if (value !== undefined) return [{ path, value }];
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
    void refer(named).then((unknown) => { tell(taken.length, refused + unknown, cells.length - taken.length); });
  };
}
