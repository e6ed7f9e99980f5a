import { CloseOutlined, ReloadOutlined, SaveOutlined, UndoOutlined } from '@ant-design/icons';
import { Alert, Button, Tag } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { Failed, Waiting } from '@/components';
import { objectsIn } from '@/definition';
import { addressOf, useBuilder, useGround, useLint } from '@/features/build';
import { useDescription } from '@/features/formula-editor';
import { Findings } from '@/features/packages';
import { useText } from '@/i18n';
import { marksOf, type Marks } from '../marks';
import type { Simulation } from './answers';
import { beginningOf } from './beginning';
import { exampleCast, nextMorning, scenarioOf, type Beginning } from './cast';
import { CaseActs } from './CaseActs';
import { Clock } from './Clock';
import { CoverageView } from './CoverageView';
import { RecordEdit } from './RecordEdit';
import { SaveDialog } from './SaveDialog';
import { Setup, type Chosen } from './Setup';
import { TodoCard } from './TodoCard';
import { Trail } from './Trail';
import { useSimulator } from './useSimulator';
import styles from './simulation.module.css';

interface PanelProps {
  app: string;
  flowId: string;
  flow: Json;
  nodeName: (id: string) => string;
  wayName: (edge: Json) => string;
  /** Draws on the canvas where the case is and what was tried. */
  mark: (marks: Marks) => void;
  show: (edge: string) => void;
  close: () => void;
}

const nowhere = { at: [], passed: new Set<string>(), taken: new Set<string>() };

/** What is known before the first run: an example of everybody who can be asked. */
function useExample(): ReturnType<typeof exampleCast> {
  const { t } = useTranslation();
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  return useMemo(() => {
    const word = (key: string): string => t(`flow-designer.simulation.example.${key}`);
    const names = { head: word('head'), office: word('office'), team: word('team'), teamHead: word('team_head'), administrator: word('administrator'), member: (role: string) => t('flow-designer.simulation.example.member', { role }) };
    return exampleCast(Object.values(objects), names, text);
  }, [objects, t, text]);
}

/** The flow as it is drawn, tried with made-up people on a virtual clock before anybody else meets it. */
export function SimulationPanel({ app, flowId, flow, nodeName, wayName, mark, show, close }: PanelProps) {
  const { t } = useTranslation();
  const form = textIn(flow, 'form') ?? '';
  const { record } = beginningOf(flow, flowId, '', {});
  const simulator = useSimulator(flowId);
  const description = useDescription(useGround());
  const findings = useLint(app).filter((finding) => finding.severity === 'error');
  const example = useExample();
  const [chosen, setChosen] = useState<Chosen>(() => ({ now: nextMorning(new Date()), cast: example, by: null, values: {} }));
  const [steps, setSteps] = useState<readonly Json[]>([]);
  const [saving, setSaving] = useState(false);
  const fields = description?.fields ?? [];
  const beginning: Beginning = useMemo(() => ({ now: chosen.now, cast: chosen.cast }), [chosen]);
  const found = useMemo((): { run: Simulation } | { error: unknown } | null => {
    if (simulator.state !== 'ready' || steps.length === 0) return null;
    try {
      return { run: simulator.play(scenarioOf(beginning, steps), record) };
    } catch (error) {
      return { error };
    }
  }, [simulator, beginning, steps, record]);
  const run = found !== null && 'run' in found ? found.run : null;
  const saved = simulator.state === 'ready' ? simulator.coverage : null;
  const marks = useMemo(() => marksOf(flow, run === null ? nowhere : { at: run.case?.at ?? [], passed: run.passed, taken: run.taken }, saved?.taken ?? new Set()), [flow, run, saved]);
  useEffect(() => {
    mark(marks);
  }, [mark, marks]);
  const act = (step: Json): void => {
    setSteps([...steps, run?.case === null ? step : { ...step, record }]);
  };
  const start = (by: string): void => {
    setSteps(beginningOf(flow, flowId, by, chosen.values).steps);
  };
  const first = objectsIn(flow, 'nodes').find((node) => node['kind'] === 'start');
  const now = run?.case ?? null;
  return (
    <section className={styles['panel']} aria-label={t('flow-designer.simulation.title')}>
      <header className={styles['head']}>
        <h2>{t('flow-designer.simulation.title')}</h2>
        <Button type="text" icon={<CloseOutlined aria-hidden />} aria-label={t('flow-designer.simulation.close')} onClick={close} />
      </header>
      {simulator.state === 'starting' && <Waiting lines={6} />}
      {simulator.state === 'failed' && <Failed error={simulator.error} />}
      {simulator.state === 'faulty' && (
        <>
          <Alert type="warning" showIcon title={t('flow-designer.simulation.faulty')} />
          {findings.length > 0 && <Findings findings={findings} addressOf={(finding) => addressOf(app, finding)} />}
        </>
      )}
      {simulator.state === 'ready' && steps.length === 0 && <Setup form={form} fields={fields} chosen={chosen} example={example} change={setChosen} start={start} />}
      {found !== null && 'error' in found && <Failed error={found.error} />}
      {run !== null && (
        <>
          <div className={styles['buttons']}>
            <Button size="small" icon={<UndoOutlined aria-hidden />} onClick={() => { setSteps(steps.slice(0, -1)); }}>{t('flow-designer.simulation.step_back')}</Button>
            <Button size="small" icon={<ReloadOutlined aria-hidden />} onClick={() => { setSteps([]); }}>{t('flow-designer.simulation.anew')}</Button>
            <Button size="small" icon={<SaveOutlined aria-hidden />} onClick={() => { setSaving(true); }}>{t('flow-designer.simulation.save')}</Button>
          </div>
          <Clock now={run.now} next={run.next} wait={(minutes) => { act({ do: 'wait', minutes }); }} />
          {now !== null && <StateLine state={now.state} at={now.at.map(nodeName)} waiting={now.waiting.map(nodeName)} />}
          {now !== null && now.todos.length > 0 && (
            <ul className={styles['todos']} aria-label={t('flow-designer.simulation.todos')}>
              {now.todos.map((todo) => <TodoCard key={`${String(steps.length)}/${todo.node}/${todo.holder}`} todo={todo} name={nodeName} fields={fields} cast={chosen.cast} now={run.now} start={first === undefined ? undefined : String(first['id'])} act={act} />)}
            </ul>
          )}
          {now !== null && now.offers.length > 0 && <CaseActs key={steps.length} offers={now.offers} name={nodeName} cast={chosen.cast} act={act} />}
          {now !== null && <RecordEdit now={now} fields={fields} cast={chosen.cast} act={act} />}
          {saving && <SaveDialog beginning={beginning} steps={steps} played={run.steps} close={() => { setSaving(false); }} />}
        </>
      )}
      {saved !== null && <CoverageView flow={flow} marks={marks} scenarios={saved.scenarios} wayName={wayName} show={show} />}
      {run !== null && <Trail steps={steps} played={run.steps} name={nodeName} />}
    </section>
  );
}

function StateLine({ state, at, waiting }: { state: string; at: readonly string[]; waiting: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <p className={styles['state']} role="status" aria-label={t('flow-designer.simulation.state')}>
      <Tag>{t(`flow.${state}`, { defaultValue: t('flow-designer.simulation.no_flow') })}</Tag>
      {at.length > 0 && <span>{t('flow-designer.simulation.at', { steps: at.join('、') })}</span>}
      {waiting.length > 0 && <span>{t('flow-designer.simulation.waiting', { steps: waiting.join('、') })}</span>}
    </p>
  );
}
