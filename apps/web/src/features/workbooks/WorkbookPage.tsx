import { InboxOutlined } from '@ant-design/icons';
import { Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page as PageFrame } from '@/components';
import { Finished } from './Finished';
import type { Made } from './queries';
import { Review } from './Review';
import styles from './workbooks.module.css';

/** A workbook becomes an app: choose it, look at what was recognised, publish. Nothing changes before the last step. */
export function Page() {
  const { t } = useTranslation();
  const [workbook, setWorkbook] = useState<File | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  const again = (): void => {
    setWorkbook(null);
    setMade(null);
  };
  return (
    <PageFrame title={t('workbooks.title')}>
      {workbook === null && <Choose choose={setWorkbook} />}
      {workbook !== null && made === null && <Review key={`${workbook.name}${String(workbook.lastModified)}`} workbook={workbook} leave={again} done={setMade} />}
      {made !== null && <Finished made={made} again={again} />}
    </PageFrame>
  );
}

function Choose({ choose }: { choose: (workbook: File) => void }) {
  const { t } = useTranslation();
  return (
    <div className={styles['choose']}>
      <Upload.Dragger
        accept=".xlsx,.xlsm,.xlsb,.xls"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(workbook) => {
          choose(workbook);
          return false;
        }}
      >
        <p><InboxOutlined aria-hidden /></p>
        <p>{t('workbooks.drop')}</p>
      </Upload.Dragger>
      <ul className={styles['soft']}>
        <li>{t('workbooks.takes_lists')}</li>
        <li>{t('workbooks.takes_papers')}</li>
        <li>{t('workbooks.takes_xlsform')}</li>
      </ul>
    </div>
  );
}
