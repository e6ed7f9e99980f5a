import { FileExcelOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Table, type TableProps } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '@/api';
import { Failed, Page as PageFrame } from '@/components';
import { useText } from '@/i18n';
import { ImportPackage } from './ImportPackage';
import { NewApp } from './NewApp';
import { usePackages, type Entry } from './queries';
import { MessageAddresses } from './MessageAddresses';
import { Slots } from './Slots';
import styles from './packages.module.css';

/** The installed apps: import, bind, export. */
export function Page() {
  const { t } = useTranslation();
  const text = useText();
  const packages = usePackages();
  const [open, setOpen] = useState<'import' | 'new' | null>(null);
  const [binding, setBinding] = useState<Entry | null>(null);
  const [addressed, setAddressed] = useState<Entry | null>(null);
  const columns: TableProps<Entry>['columns'] = [
    { title: t('packages.app'), key: 'app', render: (_, entry) => <Link to={addresses.app(entry.app)}>{text(entry.label)}</Link> },
    { title: t('packages.version'), dataIndex: 'package_version' },
    { title: t('packages.hash'), key: 'hash', responsive: ['md'], render: (_, entry) => <span className={styles['place']}>{entry.version.slice(0, 12)}</span> },
    {
      title: '',
      key: 'more',
      align: 'right',
      render: (_, entry) => (
        <>
          <Link to={`/build/${entry.app}`}>{t('build.title')}</Link>
          <Button type="link" onClick={() => { setBinding(entry); }}>{t('packages.bind')}</Button>
          <Button type="link" onClick={() => { setAddressed(entry); }}>{t('packages.addresses')}</Button>
          <Button type="link" href={`/api/packages/${entry.app}/export`} download>{t('packages.export')}</Button>
        </>
      ),
    },
  ];
  return (
    <PageFrame title={t('packages.title')} actions={<Ways open={setOpen} />}>
      {packages.isError ? <Failed error={packages.error} /> : <Table<Entry> rowKey="app" size="small" columns={columns} dataSource={packages.data ?? []} loading={packages.isPending} pagination={false} />}
      {open === 'import' && <ImportPackage close={() => { setOpen(null); }} />}
      {open === 'new' && <NewApp apps={packages.data ?? []} close={() => { setOpen(null); }} />}
      {addressed !== null && <MessageAddresses entry={addressed} close={() => { setAddressed(null); }} />}
      {binding !== null && <Slots entry={binding} close={() => { setBinding(null); }} />}
    </PageFrame>
  );
}

/** The ways in which a new app comes. */
function Ways({ open }: { open: (way: 'import' | 'new') => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to="/admin/packages/from-workbook"><Button icon={<FileExcelOutlined aria-hidden />}>{t('packages.from_workbook')}</Button></Link>
      <Button icon={<UploadOutlined aria-hidden />} onClick={() => { open('import'); }}>{t('packages.upload')}</Button>
      <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { open('new'); }}>{t('packages.new_app')}</Button>
    </>
  );
}
