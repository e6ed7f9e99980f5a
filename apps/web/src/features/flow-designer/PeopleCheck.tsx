import { TeamOutlined } from '@ant-design/icons';
import { Alert, Button, Collapse } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, type AssignmentCheck, type StepFinds } from '@/api';
import { Failed } from '@/components';
import { useText } from '@/i18n';
import styles from './flow.module.css';

type Found = { state: 'none' } | { state: 'trying' } | { state: 'failed'; error: unknown } | { state: 'known'; check: AssignmentCheck };

function StepLine({ step }: { step: StepFinds }) {
  const { t } = useTranslation();
  const text = useText();
  const people = (names: readonly string[], count: number): string => (count > names.length ? t('flow-designer.and_more', { names: names.join('、'), count }) : names.join('、'));
  return (
    <Collapse
      ghost
      size="small"
      items={[{
        key: step.node,
        label: <span className={step.warns ? styles['fault'] : undefined}>{text(step.text)}</span>,
        children: (
          <ul className={styles['finds']}>
            {step.found.map((found) => (
              <li key={found.departments.join()}>{t('flow-designer.found_for', { departments: found.departments.join('、'), people: people(found.people, found.count) })}</li>
            ))}
            {step.nobody.length > 0 && <li>{t('flow-designer.found_for', { departments: step.nobody.join('、'), people: '—' })}</li>}
          </ul>
        ),
      }]}
    />
  );
}

/** Whom the steps of the flow find in the organisation as it is, before it is published. */
export function PeopleCheck({ app, flow }: { app: string; flow: string }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<Found>({ state: 'none' });
  const look = async (): Promise<void> => {
    setFound({ state: 'trying' });
    try {
      setFound({ state: 'known', check: await ask(client.POST('/api/build/{app}/flows/{flow}/assignment-check', { params: { path: { app, flow } } })) });
    } catch (error) {
      setFound({ state: 'failed', error });
    }
  };
  const check = found.state === 'known' ? found.check : null;
  const warned = check?.steps.filter((step) => step.warns).length ?? 0;
  const count = warned > 0 ? warned : (check?.departments ?? 0);
  const title = t(check?.departments === 0 ? 'flow-designer.no_departments' : warned > 0 ? 'flow-designer.some_nobody' : 'flow-designer.all_found', { count });
  return (
    <section className={styles['people']} aria-label={t('flow-designer.people')}>
      <h3>{t('flow-designer.people')}</h3>
      <p className={styles['soft']}>{t('flow-designer.people_note')}</p>
      <Button icon={<TeamOutlined aria-hidden />} loading={found.state === 'trying'} onClick={() => { void look(); }}>{t('flow-designer.try_people')}</Button>
      {found.state === 'failed' && <Failed error={found.error} retry={() => { void look(); }} />}
      {check !== null && (
        <>
          <Alert type={warned > 0 || check.departments === 0 ? 'warning' : 'success'} showIcon title={title} />
          {check.departments > 0 && check.steps.map((step) => <StepLine key={step.node} step={step} />)}
        </>
      )}
    </section>
  );
}
