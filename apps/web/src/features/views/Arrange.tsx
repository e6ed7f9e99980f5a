import { AppstoreOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/features/filters';
import { Arrangement } from '@/features/view-editor';
import { writeGroups, writeTotals, type ListState } from './useList';

/** Groups, totals and columns that stay in sight, as the address of the list holds them. */
export function Arrange({ columns, state }: { columns: readonly Column[]; state: ListState }) {
  const { t } = useTranslation();
  const content = (
    <Arrangement
      columns={columns}
      view={state.shown}
      change={({ groups, totals, frozen }) => {
        if (groups !== undefined) state.change({ groups: writeGroups(groups) });
        if (totals !== undefined) state.change({ totals: writeTotals(totals) });
        if (frozen !== undefined) state.change({ frozen: String(frozen) });
      }}
    />
  );
  return (
    <Popover trigger="click" placement="bottomRight" content={content}>
      <Button icon={<AppstoreOutlined aria-hidden />}>{t('views.arrange')}</Button>
    </Popover>
  );
}
