import { App, Checkbox, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordQuery } from '@/api';
import { useProblemText } from '@/components';
import { exportList, type ExportOrder } from '@/features/records';
import styles from './views.module.css';

interface ExportDialogProps {
  app: string;
  form: string;
  query: RecordQuery;
  name: string;
  /** Whether the form has sub-tables, and fields with files. */
  has: { tables: boolean; pictures: boolean };
  close: () => void;
}

type Wish = Required<Pick<ExportOrder, 'format' | 'all_columns' | 'sub_tables' | 'pictures'>>;

/** As what the list is written: file, columns, rows of sub-tables, pictures. */
export function ExportDialog({ app, form, query, name, has, close }: ExportDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [wish, setWish] = useState<Wish>({ format: 'xlsx', all_columns: false, sub_tables: false, pictures: false });
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      await exportList(app, form, { ...wish, query }, name);
      close();
    } catch (error) {
      message.error(problemText(error));
    }
    setBusy(false);
  };
  return (
    <Modal open title={t('views.export_title')} okText={t('records.export')} cancelText={t('action.cancel')} confirmLoading={busy} onOk={() => void take()} onCancel={close}>
      <div className={styles['exporting']}>
        <Radio.Group
          aria-label={t('views.export_format')}
          value={wish.format}
          options={[{ value: 'xlsx', label: t('views.export_xlsx') }, { value: 'csv', label: t('views.export_csv') }]}
          onChange={({ target: { value } }: { target: { value?: Wish['format'] } }) => { setWish({ ...wish, format: value ?? 'xlsx' }); }}
        />
        <Radio.Group
          aria-label={t('views.export_columns')}
          value={wish.all_columns}
          options={[{ value: false, label: t('views.export_shown') }, { value: true, label: t('views.export_all') }]}
          onChange={({ target: { value } }: { target: { value?: boolean } }) => { setWish({ ...wish, all_columns: value === true }); }}
        />
        {has.tables && <Checkbox checked={wish.sub_tables} onChange={(event) => { setWish({ ...wish, sub_tables: event.target.checked }); }}>{t('views.export_tables')}</Checkbox>}
        {has.pictures && (
          <Checkbox checked={wish.pictures} disabled={wish.format === 'csv'} onChange={(event) => { setWish({ ...wish, pictures: event.target.checked }); }}>{t('views.export_pictures')}</Checkbox>
        )}
        <p className={styles['faint']}>{t('views.export_help')}</p>
      </div>
    </Modal>
  );
}
