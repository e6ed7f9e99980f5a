import { ArrowDownOutlined, ArrowUpOutlined, HolderOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import type { Column } from '@/features/filters';
import styles from './views.module.css';

interface ColumnChooserProps {
  columns: readonly Column[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[] | null) => void;
}

function moved(chosen: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const at = chosen.indexOf(id);
  const other = chosen[at + by];
  if (other === undefined) return chosen;
  return chosen.map((one) => (one === id ? other : one === other ? id : one));
}

/** Which columns stand in the list, and in which order; every move has a button. */
export function ColumnChooser({ columns, chosen, onChange }: ColumnChooserProps) {
  const { t } = useTranslation();
  const text = useText();
  const byId = new Map(columns.map((column) => [column.id, column]));
  const rest = columns.filter((column) => !chosen.includes(column.id));
  const content = (
    <div className={styles['chooser']}>
      {chosen.map((id, index) => {
        const label = text(byId.get(id)?.label ?? id);
        return (
          <div key={id} className={styles['chooserRow']}>
            <Checkbox
              checked
              disabled={chosen.length === 1}
              onChange={() => {
                onChange(chosen.filter((one) => one !== id));
              }}
            >
              {label}
            </Checkbox>
            <span>
              <Button size="small" type="text" disabled={index === 0} icon={<ArrowUpOutlined aria-hidden />} aria-label={t('records.column_left', { label })} onClick={() => { onChange(moved(chosen, id, -1)); }} />
              <Button size="small" type="text" disabled={index === chosen.length - 1} icon={<ArrowDownOutlined aria-hidden />} aria-label={t('records.column_right', { label })} onClick={() => { onChange(moved(chosen, id, 1)); }} />
            </span>
          </div>
        );
      })}
      {rest.map((column) => (
        <div key={column.id} className={styles['chooserRow']}>
          <Checkbox
            checked={false}
            onChange={() => {
              onChange([...chosen, column.id]);
            }}
          >
            {text(column.label)}
          </Checkbox>
        </div>
      ))}
      <Button
        type="link"
        onClick={() => {
          onChange(null);
        }}
      >
        {t('records.columns_of_view')}
      </Button>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<HolderOutlined aria-hidden />}>{t('records.columns')}</Button>
    </Popover>
  );
}
