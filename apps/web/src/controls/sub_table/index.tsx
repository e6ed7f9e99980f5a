import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { memo, useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirstFaultyRow, useForm, useTable } from '@/features/form';
import styles from '@/features/form/form.module.css';
import { useNarrow } from '@/theme';
import { defineControl, type InputProps } from '../define';
import { enterCell } from '../shared/rows/keys';
import { usePaste } from '../shared/rows/usePaste';
import { useRowWindow } from '../shared/rows/useRowWindow';
import { settingNumber } from '../shared/values';
import { Cards } from './Cards';
import { Display } from './Display';
import { Grid } from './Grid';

/** The usual height of a line of the grid and of a line of a card, in pixels; what is drawn is measured. */
const [line, cardLine] = [41, 66];

interface FootProps {
  count: number;
  most: number;
  narrow: boolean;
  add: () => void;
}

function Foot({ count, most, narrow, add }: FootProps) {
  const { t } = useTranslation();
  const full = count >= most;
  return (
    <div className={styles['addRow']}>
      <Button type="dashed" icon={<PlusOutlined aria-hidden />} disabled={full} onClick={add}>
        {t('form.add_row')}
      </Button>
      {count > 0 && <span className={styles['count']}>{full ? t('form.rows_full', { most }) : t('form.rows', { count })}</span>}
      {!narrow && <span className={styles['count']}>{t('form.grid_help')}</span>}
    </div>
  );
}

/** Below the rows; typing in them does not draw it again. */
const RowsFoot = memo(Foot);

/** A grid on a desk, cards on a phone. */
function Input({ field, disabled, id }: InputProps) {
  const form = useForm();
  const narrow = useNarrow();
  const rows = useTable(field.id)?.rows ?? [];
  const most = settingNumber(field.settings, 'max_rows') ?? 1000;
  const full = rows.length >= most;
  const paste = usePaste(field.id, field.columns, most);
  const faulty = useFirstFaultyRow(field.id);
  const sight = useRowWindow({
    count: rows.length,
    few: narrow ? 20 : 40,
    height: narrow ? cardLine * (field.columns.length + 1) : line,
    keyOf: (index) => rows[index]?.key ?? index,
    faulty,
  });
  const { reach } = sight;
  const add = useCallback((): void => {
    form.addRow(field.id);
    const count = form.state().tables[field.id]?.rows.length ?? 0;
    reach(count - 1, (row) => { enterCell(row); });
  }, [field.id, form, reach]);
  const shown = { field, id, rows, sight, disabled, full };
  return (
    <div id={id} {...(disabled ? {} : { onPaste: paste })}>
      {narrow ? <Cards {...shown} /> : <Grid {...shown} add={add} />}
      {!disabled && <RowsFoot count={rows.length} most={most} narrow={narrow} add={add} />}
    </div>
  );
}

export const control = defineControl({ kind: 'sub_table', Input, Display, filter: 'none', wide: true });
