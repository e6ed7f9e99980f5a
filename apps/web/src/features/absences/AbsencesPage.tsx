import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page as PageFrame } from '@/components';
import { AbsenceForm } from './AbsenceForm';
import { AbsenceList } from './AbsenceList';

/** Everybody's absences, for administrators: they enter them for whoever cannot. */
export function Page() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <PageFrame title={t('absences.people')} actions={<Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => { setAdding(true); }}>{t('absences.new')}</Button>}>
      <AbsenceList everybody />
      {adding && <AbsenceForm forOthers close={() => { setAdding(false); }} />}
    </PageFrame>
  );
}
