import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useForm, useTable } from '@/features/form';
import { defineControl, type InputProps } from '../define';
import { CellBox } from '../shared/CellBox';
import { RowsShown } from '../shared/RowsShown';
import styles from '../shared/related.module.css';
import { settingNumber } from '../shared/values';

/** The fields of the group, once it is there. */
function Input({ field, disabled, id }: InputProps) {
  const { t } = useTranslation();
  const form = useForm();
  const [row] = useTable(field.id)?.rows ?? [];
  if (row === undefined) {
    return (
      <Button
        id={id}
        type="dashed"
        icon={<PlusOutlined aria-hidden />}
        disabled={disabled}
        onClick={() => {
          form.addRow(field.id);
        }}
      >
        {t('related.fill_in')}
      </Button>
    );
  }
  return (
    <div id={id} className={styles['group']} role="group" aria-labelledby={`${id}-label`}>
      <div className={styles['grid']} data-columns={settingNumber(field.settings, 'columns') ?? 2}>
        {field.columns.map((column) => (
          <CellBox key={column.id} table={field.id} row={row.key} column={column} labelled />
        ))}
      </div>
      {!disabled && (
        <Button
          size="small"
          type="text"
          icon={<CloseOutlined aria-hidden />}
          onClick={() => {
            form.removeRow(field.id, row.key);
          }}
        >
          {t('related.leave_out')}
        </Button>
      )}
    </div>
  );
}

export const control = defineControl({ kind: 'sub_form', Input, Display: RowsShown, filter: 'none', wide: true });
