import { ArrowUpOutlined, BellOutlined, CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled, PartitionOutlined, RollbackOutlined, SendOutlined, SwapOutlined, UserAddOutlined, WarningOutlined } from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addresses, type Branch, type FlowTrace, type FormKnown, type TaskCard, type TraceEntry } from '@/api';
import { DeadlineChip, Nothing, StateTag, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { CaseClocks } from './CaseClocks';
import { zoneOf } from './services';
import { Diagram } from './trace/Diagram';
import { Why } from './trace/Why';
import styles from './records.module.css';
import { WhyDue } from './WhyDue';

/** People who were given a step together stand on one line, whether it is closed or open. */
export function togetherOf(entries: readonly TraceEntry[]): readonly TraceEntry[] {
  return entries.reduce<readonly TraceEntry[]>((lines, entry) => {
    const last = lines.at(-1);
    const same = last !== undefined && entry.what === 'opened' && last.what === 'opened' && last.node === entry.node && last.at === entry.at;
    // Why somebody was chosen stands with what the person was given.
    if (last?.what === 'allocated' && entry.what === 'opened' && last.node === entry.node && last.at === entry.at) {
      return [...lines.slice(0, -1), { ...entry, why: last.why ?? null }];
    }
    return same ? [...lines.slice(0, -1), { ...last, to: [...last.to, ...entry.to] }] : [...lines, entry];
  }, []);
}

/** The open to-dos, one line for each step. */
export function openOf(tasks: readonly TaskCard[]): readonly TaskCard[] {
  const steps = new Map<string, TaskCard>();
  for (const task of tasks) {
    const key = `${task.node ?? ''}/${task.due_at ?? ''}`;
    const before = steps.get(key);
    steps.set(key, before === undefined ? task : { ...before, holders: [...before.holders, ...task.holders] });
  }
  return [...steps.values()];
}

const icons: Readonly<Record<string, ComponentType<{ 'aria-hidden'?: boolean }>>> = {
  approve: CheckCircleFilled,
  complete: CheckCircleFilled,
  opened: UserAddOutlined,
  reminded: BellOutlined,
  escalated: ArrowUpOutlined,
  clock_warned: BellOutlined,
  clock_level: ArrowUpOutlined,
  clock_due: ClockCircleOutlined,
  clock_met: CheckCircleFilled,
  clock_breached: CloseCircleFilled,
  queued: ClockCircleOutlined,
  rebalanced: SwapOutlined,
  reassign: SwapOutlined,
  relieved: SwapOutlined,
  transfer: SwapOutlined,
  completed: CheckCircleFilled,
  reject: CloseCircleFilled,
  rejected: CloseCircleFilled,
  return: RollbackOutlined,
  withdraw: RollbackOutlined,
  withdrawn: RollbackOutlined,
};

const tones: Readonly<Record<string, string>> = { approve: 'good', complete: 'good', completed: 'good', reject: 'danger', rejected: 'danger', return: 'warning', escalated: 'warning', clock_level: 'warning', clock_due: 'warning', clock_met: 'good', clock_breached: 'danger' };

export interface StepsProps {
  trace: FlowTrace | undefined;
  known: FormKnown;
  names: Readonly<Record<string, string>>;
  title: string;
}

/** The reason of each entry that is a branch: both are told in the order in which they happened. */
export function reasonsOf(entries: readonly TraceEntry[], branches: readonly Branch[]): ReadonlyMap<TraceEntry, Branch> {
  const taken = entries.filter((entry) => entry.what === 'branch');
  return new Map(taken.flatMap((entry, index) => (branches[index] === undefined ? [] : [[entry, branches[index]] as const])));
}

interface EntryProps extends Pick<StepsProps, 'known' | 'names'> {
  entry: TraceEntry;
  branch: Branch | undefined;
}

function Entry({ entry, branch, known, names }: EntryProps) {
  const { t, i18n } = useTranslation();
  const text = useText();
  const format = useFormat(zoneOf(known));
  const Icon = icons[entry.what] ?? SendOutlined;
  const key = `what.${entry.what}`;
  const node = text(entry.node_label);
  const words = i18n.exists(`records.${key}`) ? t(`records.${key}`, { node, to: entry.to.join(t('records.and')) }) : entry.what;
  return (
    <li className={styles['step']} data-tone={tones[entry.what] ?? 'neutral'}>
      <span className={styles['stepIcon']}>
        <Icon aria-hidden />
      </span>
      <div className={styles['stepBody']}>
        <div className={styles['stepHead']}>
          <strong>{node === '' ? words : node}</strong>
          <time className={styles['faint']} dateTime={entry.at} title={format.moment(entry.at)}>
            {format.ago(entry.at)}
          </time>
        </div>
        <p>{[entry.by_name, node === '' ? '' : words].filter((part) => part !== '').join(' · ')}</p>
        {entry.case !== null && entry.case !== undefined && <Link to={addresses.record(known.detail.app, entry.case.form, entry.case.record)}>{t('records.open_case')}</Link>}
        {branch !== undefined && <Why branch={branch} known={known} names={names} />}
        {entry.why !== null && entry.why !== undefined && <p className={styles['faint']}>{text(entry.why)}</p>}
        {typeof entry.opinion === 'string' && entry.opinion !== '' && <blockquote className={styles['opinion']}>{entry.opinion}</blockquote>}
      </div>
    </li>
  );
}

/** The way through the flow: what happened, and who holds it now. */
export function Steps({ trace, known, names, title }: StepsProps) {
  const { t } = useTranslation();
  const text = useText();
  const [drawn, setDrawn] = useState(false);
  const zone = zoneOf(known);
  const format = useFormat(zone);
  if (trace === undefined) return <Waiting lines={4} />;
  if (trace.state === 'none') return <Nothing title={t('records.no_flow')} />;
  const reasons = reasonsOf(trace.entries, trace.branches);
  return (
    <div>
      <div className={styles['stepsHead']}>
        <span>{text(trace.label)}</span>
        <StateTag state={trace.state} />
        <Button size="small" className={styles['drawn'] ?? ''} icon={<PartitionOutlined aria-hidden />} onClick={() => { setDrawn(true); }}>
          {t('records.diagram.open')}
        </Button>
        {trace.pinned_to_older && <span className={styles['faint']}>{t('records.older_version')}</span>}
      </div>
      <CaseClocks trace={trace} zone={zone} />
      <ol className={styles['steps']}>
        {togetherOf(trace.entries).map((entry, index) => (
          <Entry key={`${entry.at}-${String(index)}`} entry={entry} branch={reasons.get(entry)} known={known} names={names} />
        ))}
        {trace.incidents.map((incident) => (
          <li key={`incident-${incident.node}`} className={styles['step']} data-tone="danger">
            <span className={styles['stepIcon']}>
              <WarningOutlined aria-hidden />
            </span>
            <div className={styles['stepBody']}>
              <div className={styles['stepHead']}>
                <strong>{text(incident.node_label)}</strong>
                <time className={styles['faint']} dateTime={incident.since} title={format.moment(incident.since)}>
                  {format.ago(incident.since)}
                </time>
              </div>
              <p>{t('records.stands_still', { what: text(incident.what), count: incident.tries })}</p>
            </div>
          </li>
        ))}
        {trace.waiting.map((waiting, index) => (
          <li key={`${waiting.node}-${String(index)}`} className={styles['step']} data-tone="warning">
            <span className={styles['stepIcon']}>
              <ClockCircleOutlined aria-hidden />
            </span>
            <div className={styles['stepBody']}>
              <div className={styles['stepHead']}>
                <strong>{text(waiting.node_label)}</strong>
                <time className={styles['faint']} dateTime={waiting.since} title={format.moment(waiting.since)}>
                  {format.ago(waiting.since)}
                </time>
              </div>
              <p>{t('records.queued_since')}</p>
            </div>
          </li>
        ))}
        {openOf(trace.open).map((task) => (
          <li key={task.id} className={styles['step']} data-tone="info">
            <span className={styles['stepIcon']}>
              <ClockCircleOutlined aria-hidden />
            </span>
            <div className={styles['stepBody']}>
              <div className={styles['stepHead']}>
                <strong>{text(task.node_label)}</strong>
                <DeadlineChip due={task.due_at} since={task.created_at} zone={zone} />
              </div>
              <p>
                {[t('records.waits_for', { people: task.holders.join(t('records.and')) }), task.stands_in_for === null || task.stands_in_for === undefined ? '' : t('act.stands_in', { name: task.stands_in_for.name })].filter((part) => part !== '').join(' · ')}
              </p>
              {trace.deadlines.filter((reading) => reading.todo === task.id).map((reading) => (
                <WhyDue key={task.id} reading={reading} zone={zone} />
              ))}
            </div>
          </li>
        ))}
      </ol>
      {drawn && <Diagram trace={trace} known={known} names={names} title={title} close={() => { setDrawn(false); }} />}
    </div>
  );
}
