import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/api';
import { AbsenceForm } from './AbsenceForm';
import { AbsenceList } from './AbsenceList';
import styles from './absences.module.css';

/** 请假代理 of the signed-in person: who stands in from when until when. */
export function OwnAbsences() {
  const { t } = useTranslation();
  const me = useMe();
  const [adding, setAdding] = useState(false);
  return (
    <section className={styles['own']} aria-label={t('absences.title')}>
      <div className={styles['head']}>
        <h2>{t('absences.title')}</h2>
        <Button icon={<PlusOutlined aria-hidden />} onClick={() => { setAdding(true); }}>{t('absences.new')}</Button>
      </div>
      <p className={styles['soft']}>{t('absences.help', { name: me?.name ?? '' })}</p>
      <AbsenceList everybody={false} />
      {adding && <AbsenceForm forOthers={false} close={() => { setAdding(false); }} />}
    </section>
  );
}
