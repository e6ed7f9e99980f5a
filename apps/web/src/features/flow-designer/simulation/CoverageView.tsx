import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Button, Collapse, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import { useText } from '@/i18n';
import { branchesOf, type Marks } from '../marks';
import type { ScenarioGone } from './answers';
import styles from './simulation.module.css';

interface CoverageProps {
  flow: Json;
  marks: Marks;
  scenarios: readonly ScenarioGone[];
  wayName: (edge: Json) => string;
  show: (edge: string) => void;
}

/** So many scenarios are listed without being folded up. */
const few = 5;

/** Which branches were tried by this run and by the saved scenarios, and which never were. */
export function CoverageView({ flow, marks, scenarios, wayName, show }: CoverageProps) {
  const { t } = useTranslation();
  const text = useText();
  const branches = branchesOf(flow);
  const never = branches.filter((edge) => marks.ways.get(String(edge['id'])) === 'never');
  const done = branches.length - never.length;
  const failed = scenarios.filter((scenario) => !scenario.passed).length;
  const list = (
    <ul className={styles['scenarios']} aria-label={t('flow-designer.simulation.scenarios')}>
      {scenarios.map((scenario) => (
        <li key={scenario.id}>
          {scenario.passed ? <CheckCircleFilled className={styles['good']} aria-label={t('build.passed')} /> : <CloseCircleFilled className={styles['bad']} aria-label={t('build.failed')} />} {text(scenario.label)}
          {scenario.faults.map((fault) => <div key={text(fault)} className={styles['soft']}>{text(fault)}</div>)}
        </li>
      ))}
    </ul>
  );
  return (
    <section className={styles['coverage']} aria-label={t('flow-designer.simulation.coverage')}>
      <h3>{t('flow-designer.simulation.coverage')}</h3>
      {branches.length === 0 ? <p className={styles['soft']}>{t('flow-designer.simulation.no_branches')}</p> : (
        <>
          <div role="status">{t('flow-designer.simulation.covered', { done, all: branches.length })}</div>
          <Progress percent={Math.round((done / branches.length) * 100)} size="small" showInfo={false} aria-label={t('flow-designer.simulation.coverage')} />
          {never.length > 0 && (
            <ul className={styles['never']} aria-label={t('flow-designer.simulation.never')}>
              {never.map((edge) => <li key={String(edge['id'])}><Button type="link" size="small" onClick={() => { show(String(edge['id'])); }}>{t('flow-designer.simulation.never_taken', { name: wayName(edge) })}</Button></li>)}
            </ul>
          )}
        </>
      )}
      {scenarios.length > 0 && (scenarios.length > few ? <Collapse size="small" {...(failed > 0 ? { defaultActiveKey: ['scenarios'] } : {})} items={[{ key: 'scenarios', label: t('flow-designer.simulation.scenarios_of', { count: scenarios.length, failed }), children: list }]} /> : list)}
    </section>
  );
}
