import { Alert, App, Button, Modal, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '@/api';
import { Failed, useProblemText, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { migrateCases, useCaseMigration, useRunningCases, useWeighedCases, type CaseObstacle, type RunningCases as Running } from './queries';
import { useBuilder, type BuildObject } from './store';
import styles from './build.module.css';

/** Steps of older versions, each with the present one that takes its place. */
type Steps = Readonly<Record<string, string>>;

const flowsOf = (objects: Readonly<Record<string, BuildObject>>): readonly BuildObject[] => Object.values(objects).filter(({ kind, state }) => kind === 'flow' && state !== 'added');

/** Each step of an older version at which cases stand, once, with all of them. */
function standing(found: Running): readonly Running['steps'][number][] {
  const steps = new Map<string, Running['steps'][number]>();
  for (const step of found.older.flatMap((version) => version.steps)) {
    const known = steps.get(step.node);
    steps.set(step.node, known === undefined ? step : { ...known, cases: known.cases + step.cases });
  }
  return [...steps.values()];
}

function Obstacle({ app, form, obstacle }: { app: string; form: string; obstacle: CaseObstacle }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <li>
      {text(obstacle.text)} <span className={styles['soft']}>{t('build.cases.so_many', { count: obstacle.cases })}</span>
      {obstacle.records.length > 0 && (
        <div className={styles['links']}>
          {obstacle.records.map(({ id, title }) => <Link key={id} to={addresses.record(app, form, id)} target="_blank">{title}</Link>)}
        </div>
      )}
    </li>
  );
}

/** Which step takes the place of which; a step that is still there goes on as itself. */
function Successors({ found, steps, choose }: { found: Running; steps: Steps; choose: (steps: Steps) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const there = new Set(found.steps.map(({ node }) => node));
  return (
    <table className={styles['cases']}>
      <thead>
        <tr><th>{t('build.cases.step_then')}</th><th>{t('build.cases.count')}</th><th>{t('build.cases.step_now')}</th></tr>
      </thead>
      <tbody>
        {standing(found).map(({ node, kind, label, cases }) => (
          <tr key={node}>
            <td>{text(label)}</td>
            <td>{cases}</td>
            <td>
              <Select
                className={styles['wide'] ?? ''}
                aria-label={t('build.cases.successor', { step: text(label) })}
                placeholder={t('build.cases.choose')}
                value={steps[node] ?? (there.has(node) ? node : null)}
                options={found.steps.filter((step) => step.kind === kind).map((step) => ({ value: step.node, label: text(step.label) }))}
                onChange={(to) => { choose({ ...steps, [node]: to }); }}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The running cases of a flow go over to its present version: tried first, then all of them or none. */
function GoingOver({ app, flows, close }: { app: string; flows: readonly BuildObject[]; close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [flow, setFlow] = useState(flows[0]?.id ?? '');
  const [steps, choose] = useState<Steps>({});
  const found = useRunningCases(app, flow);
  const weighed = useWeighedCases(app, flow, steps);
  const { cases = 0, fit = 0, obstacles = [] } = weighed.data ?? {};
  const act = useCaseMigration(() => migrateCases(app, flow, steps, cases), {
    done: (migrated) => {
      message.success(t('build.cases.done', { count: migrated.cases }));
      close();
    },
    failed: (error) => {
      message.error(problemText(error));
      void found.refetch();
      void weighed.refetch();
    },
  });
  return (
    <Modal
      open
      width={720}
      title={t('build.cases.title')}
      okText={t('build.cases.go', { count: cases })}
      cancelText={t('action.cancel')}
      okButtonProps={{ disabled: weighed.isFetching || cases === 0 || fit < cases, loading: act.isPending }}
      onOk={() => { act.mutate(undefined); }}
      onCancel={close}
    >
      <div className={styles['panel']}>
        {flows.length > 1 && <Select aria-label={t('build.cases.flow')} value={flow} options={flows.map((one) => ({ value: one.id, label: text(one.label) }))} onChange={(next) => { setFlow(next); choose({}); }} />}
        {found.isError && <Failed error={found.error} />}
        {weighed.isError && <Failed error={weighed.error} />}
        {(found.isPending || weighed.isPending) && <Waiting lines={5} />}
        {found.data !== undefined && weighed.data !== undefined && (
          <>
            <Alert
              showIcon
              type={cases === 0 ? 'info' : fit < cases ? 'warning' : 'success'}
              title={cases === 0 ? t('build.cases.none') : fit < cases ? t('build.cases.some_fit', { cases, fit, rest: cases - fit }) : t('build.cases.all_fit', { cases })}
              description={cases === 0 ? undefined : t('build.cases.keeps')}
            />
            {cases > 0 && (
              <>
                <ul className={styles['plain']}>
                  {found.data.older.map((version) => (
                    <li key={version.number}>{t('build.version', { number: version.number })} <span className={styles['soft']}>{format.moment(version.at)}</span>：{t('build.cases.so_many', { count: version.cases })}</li>
                  ))}
                </ul>
                <Successors found={found.data} steps={steps} choose={choose} />
              </>
            )}
            {obstacles.length > 0 && (
              <section aria-live="polite">
                <h3>{t('build.cases.obstacles')}</h3>
                <ul className={styles['plain']}>
                  {obstacles.map((obstacle, at) => <Obstacle key={`${obstacle.code}:${String(at)}`} app={app} form={found.data.form} obstacle={obstacle} />)}
                </ul>
              </section>
            )}
          </>
        )}
      </div>
    </Modal>
  );
}

/** Tells how many cases follow older versions, and lets them go over. */
export function RunningCases({ app, older }: { app: string; older: number }) {
  const { t } = useTranslation();
  const flows = flowsOf(useBuilder((state) => state.objects));
  const [isOpen, open] = useState(false);
  if (older === 0 || flows.length === 0) return null;
  return (
    <section className={styles['apart']}>
      <h3>{t('build.cases.title')}</h3>
      <p>{t('build.cases.older', { count: older })}</p>
      <Button onClick={() => { open(true); }}>{t('build.cases.begin')}</Button>
      {isOpen && <GoingOver app={app} flows={flows} close={() => { open(false); }} />}
    </section>
  );
}
