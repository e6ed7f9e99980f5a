import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Alert, App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, Waiting } from '@/components';
import { Findings } from '@/features/packages';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { DifferenceList } from './Differences';
import { Migrations } from './Migrations';
import { publish, useChanges, usePublishing, type Choice } from './queries';
import { StoredValues } from './StoredValues';
import styles from './build.module.css';

type Changes = components['schemas']['Changes'];

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles['lines']}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  );
}

function Impact({ app, changes, choices, decide }: { app: string; changes: Changes; choices: readonly Choice[]; decide: (choices: Choice[]) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const errors = changes.diagnostics.filter((finding) => finding.severity === 'error');
  return (
    <div className={styles['impact']} role="group" aria-label={t('build.publish_title')} tabIndex={0}>
      {changes.changes.length === 0 && <Alert type="info" showIcon title={t('build.nothing_changed')} />}
      {changes.blocked.length > 0 && <Alert type="error" showIcon title={t('build.blocked')} description={<ul>{changes.blocked.map((line) => <li key={text(line)}>{text(line)}</li>)}</ul>} />}
      {errors.length > 0 && <Findings findings={errors} />}
      {changes.differences.length > 0 && <h3>{t('build.changes')}</h3>}
      <DifferenceList differences={changes.differences} />
      <StoredValues app={app} steps={changes.steps} choices={choices} decide={decide} />
      <Lines title={t('build.impact')} lines={changes.impact.map((line) => text(line))} />
      {changes.scenarios.length > 0 && (
        <section>
          <h3>{t('build.scenarios')}</h3>
          <ul className={styles['scenarios']}>
            {changes.scenarios.map((scenario) => (
              <li key={scenario.id}>
                {scenario.passed ? <CheckCircleFilled className={styles['good']} aria-label={t('build.passed')} /> : <CloseCircleFilled className={styles['bad']} aria-label={t('build.failed')} />}
                <span>
                  {text(scenario.label)}
                  {scenario.faults.map((fault) => <div key={fault} className={styles['soft']}>{fault}</div>)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** What publishing would do, seen before it is done. */
export function Publication({ app, close }: { app: string; close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [choices, decide] = useState<Choice[]>([]);
  const changes = useChanges(app, true, choices);
  const act = usePublishing(
    () => publish(app, note, choices),
    (number, converts) => {
      message.success(converts ? t('build.converting') : t('build.published', { number }));
      close();
    },
  );
  const found = changes.data;
  const may = found !== undefined && !changes.isFetching && found.changes.length > 0 && found.blocked.length === 0 && found.diagnostics.every((finding) => finding.severity !== 'error');
  return (
    <Modal open width={720} title={t('build.publish_title')} okText={t('build.publish_now')} cancelText={t('action.cancel')} okButtonProps={{ disabled: !may, loading: act.isPending }} onOk={() => { act.mutate(undefined); }} onCancel={close}>
      {changes.isError && <Failed error={changes.error} />}
      {changes.isPending && <Waiting lines={8} />}
      <Migrations app={app} />
      {found !== undefined && <Impact app={app} changes={found} choices={choices} decide={decide} />}
      <Input className={styles['note']} aria-label={t('build.note')} placeholder={t('build.note')} value={note} onChange={(event) => { setNote(event.target.value); }} />
    </Modal>
  );
}
