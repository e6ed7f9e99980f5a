import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/features/filters';
import { useText } from '@/i18n';
import styles from './view-editor.module.css';

interface ColumnOrderProps {
  columns: readonly Column[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
}

function moved(chosen: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const at = chosen.indexOf(id);
  const other = chosen[at + by];
  if (other === undefined) return chosen;
  return chosen.map((one) => (one === id ? other : one === other ? id : one));
}

/** Which columns stand in a list, and in which order; every move has a button. */
export function ColumnOrder({ columns, chosen, onChange }: ColumnOrderProps) {
  const { t } = useTranslation();
  const text = useText();
  const byId = new Map(columns.map((column) => [column.id, column]));
  const rest = columns.filter((column) => !chosen.includes(column.id));
  return (
    <div className={styles['columns']}>
      {chosen.map((id, index) => {
        const label = text(byId.get(id)?.label ?? id);
        return (
          <div key={id} className={styles['row']}>
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
        <div key={column.id} className={styles['row']}>
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
    </div>
  );
}
