import { HolderOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/features/filters';
import { ColumnOrder } from '@/features/view-editor';

interface ColumnChooserProps {
  columns: readonly Column[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[] | null) => void;
}

/** The columns of the list, and the way back to those of the view. */
export function ColumnChooser({ columns, chosen, onChange }: ColumnChooserProps) {
  const { t } = useTranslation();
  const content = (
    <div>
      <ColumnOrder columns={columns} chosen={chosen} onChange={onChange} />
      <Button type="link" onClick={() => { onChange(null); }}>
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
