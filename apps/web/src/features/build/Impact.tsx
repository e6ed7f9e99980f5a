import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Alert, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { Findings } from '@/features/packages';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { DifferenceList } from './Differences';
import type { Choice } from './queries';
import { StoredValues } from './StoredValues';
import styles from './build.module.css';

export type Changes = components['schemas']['Changes'];

/** What is decided before a version becomes current. */
export interface Decisions {
  choices: Choice[];
  /** Whether it is published although scenarios fail. */
  despite: boolean;
}

export const undecided: Decisions = { choices: [], despite: false };

const failing = (changes: Changes): number => changes.scenarios.filter((scenario) => !scenario.passed).length;

/** Whether nothing stands against it any more. */
export function isAllowed(changes: Changes, { despite }: Decisions): boolean {
  const isSound = changes.diagnostics.every((finding) => finding.severity !== 'error');
  return isSound && changes.changes.length > 0 && changes.blocked.length === 0 && (despite || failing(changes) === 0);
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul className={styles['lines']}>{lines.map((line) => <li key={line}>{line}</li>)}</ul>
    </section>
  );
}

function Scenarios({ changes, despite, decide }: { changes: Changes; despite: boolean; decide: (despite: boolean) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const count = failing(changes);
  if (changes.scenarios.length === 0) return null;
  return (
    <section>
      <h3>{t('build.scenarios')}</h3>
      {count > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('build.scenarios_fail', { count })}
          description={<Checkbox checked={despite} onChange={(event) => { decide(event.target.checked); }}>{t('build.despite_scenarios')}</Checkbox>}
        />
      )}
      <ul className={styles['scenarios']}>
        {changes.scenarios.map((scenario) => (
          <li key={scenario.id}>
            {scenario.passed ? <CheckCircleFilled className={styles['good']} aria-label={t('build.passed')} /> : <CloseCircleFilled className={styles['bad']} aria-label={t('build.failed')} />}
            <span>
              {text(scenario.label)}
              {scenario.faults.map((fault) => <div key={text(fault)} className={styles['soft']}>{text(fault)}</div>)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface ImpactProps {
  app: string;
  /** What it is called for whoever hears it. */
  name: string;
  changes: Changes;
  /** Whether all records that do not fit can be taken away as a list: those of the drafts can. */
  canExport: boolean;
  decisions: Decisions;
  decide: (decisions: Decisions) => void;
}

/** What a publication does: what forbids it, what differs, what becomes of stored values, how scenarios end. */
export function Impact({ app, name, changes, canExport, decisions, decide }: ImpactProps) {
  const { t } = useTranslation();
  const text = useText();
  const errors = changes.diagnostics.filter((finding) => finding.severity === 'error');
  return (
    <div className={styles['impact']} role="group" aria-label={name} tabIndex={0}>
      {changes.changes.length === 0 && <Alert type="info" showIcon title={t('build.nothing_changed')} />}
      {changes.blocked.length > 0 && <Alert type="error" showIcon title={t('build.blocked')} description={<ul>{changes.blocked.map((line) => <li key={text(line)}>{text(line)}</li>)}</ul>} />}
      {errors.length > 0 && <Findings findings={errors} />}
      <StoredValues app={app} steps={changes.steps} canExport={canExport} choices={decisions.choices} decide={(choices) => { decide({ ...decisions, choices }); }} />
      <Lines title={t('build.impact')} lines={changes.impact.map((line) => text(line))} />
      <Scenarios changes={changes} despite={decisions.despite} decide={(despite) => { decide({ ...decisions, despite }); }} />
      {changes.differences.length > 0 && (
        <section>
          <h3>{t('build.changes')}</h3>
          <DifferenceList differences={changes.differences} />
        </section>
      )}
    </div>
  );
}
