import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { client, newKey, type Absence } from '@/api';
import { Failed, Waiting } from '@/components';
import { OptionTag } from '@/controls';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { useAbsenceChange, useAbsences } from './queries';
import styles from './absences.module.css';

const tones = { coming: 'info', on: 'warning', over: 'neutral' } as const;

function isState(state: string): state is keyof typeof tones {
  return state in tones;
}

function One({ absence }: { absence: Absence }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { modal, message } = App.useApp();
  const end = useAbsenceChange(
    (id: string) => client.DELETE('/api/absences/{id}', { params: { path: { id } }, headers: { 'Idempotency-Key': newKey() } }),
    () => { message.success(t('absences.ended')); },
  );
  const verb = absence.state === 'coming' ? t('absences.remove') : t('absences.end');
  const ask = (): void => {
    modal.confirm({
      title: t('absences.end_title', { name: absence.user.name }),
      content: t('absences.end_note'),
      okText: verb,
      onOk: () => end.mutateAsync(absence.id).catch(() => undefined),
    });
  };
  return (
    <li className={styles['one']}>
      <div className={styles['what']}>
        <strong>{t('absences.of', { user: absence.user.name, standIn: absence.stand_in.name })}</strong>
        {isState(absence.state) && <OptionTag label={t(`absences.${absence.state}`)} tone={tones[absence.state]} />}
      </div>
      <span className={styles['soft']}>{t('absences.span', { from: format.moment(absence.from), until: format.moment(absence.until) })}</span>
      <span className={styles['soft']}>{absence.apps.length === 0 ? t('absences.all_apps') : absence.apps.map((app) => text(app.label)).join(t('records.and'))}</span>
      {absence.may_end && <Button className={styles['end'] ?? ''} loading={end.isPending} onClick={ask}>{verb}</Button>}
    </li>
  );
}

/** Absences, the latest first. */
export function AbsenceList({ everybody }: { everybody: boolean }) {
  const { t } = useTranslation();
  const absences = useAbsences(everybody);
  if (absences.isError) return <Failed error={absences.error} retry={() => void absences.refetch()} />;
  if (absences.isPending) return <Waiting lines={2} />;
  if (absences.data.length === 0) return <p className={styles['soft']}>{t('absences.none')}</p>;
  return (
    <ul className={styles['list']} aria-label={t('absences.title')}>
      {absences.data.map((absence) => <One key={absence.id} absence={absence} />)}
    </ul>
  );
}
