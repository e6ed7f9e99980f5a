import { Button, Dropdown, Input } from 'antd';
import { DownOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { App } from 'antd';
import { ask, client, Problem, type DeadlineReading, type TaskCard } from '@/api';
import { DeadlineChip } from '@/components';
import type { FormController } from '@/features/form';
import { sendFiles } from '@/features/unsent';
import { useText } from '@/i18n';
import { PeopleDialog, withPeople, type People, type WithPeople } from './act/PeopleDialog';
import { RemoveDialog } from './act/RemoveDialog';
import { choosesWay, onlyWay, ReturnDialog, type Way } from './act/ReturnDialog';
import { useActWords } from './act/words';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
import own from './act/act.module.css';
import styles from './records.module.css';
import { WhyDue } from './WhyDue';

/** Actions that finish the step and take the form along; one of them is the main button. */
const carriesForm: readonly string[] = ['approve', 'complete', 'resubmit'];

/** What the server says when the to-do is no longer as it was shown. */
const overtaken: readonly string[] = ['flow.closed', 'flow.not_running', 'flow.not_yours', 'flow.on_hold', 'not_found'];

/** What follows a return, as the server names it. */
function afterwards(after: string | undefined): { then?: string } {
  // eslint-disable-next-line unicorn/no-thenable -- the word of the API; nobody awaits it.
  return after === undefined ? {} : { then: after };
}

function asksForPeople(action: string): action is WithPeople {
  return withPeople.includes(action);
}

interface ActBoxProps {
  task: TaskCard;
  /** Why it is due when it is. */
  deadline: DeadlineReading | undefined;
  zone: string;
  revision: number;
  controller: FormController | null;
  /** Whether the form is being changed: what was entered goes along. */
  editing: boolean;
  /** Takes the refusal when somebody else changed the same field. */
  clashed: (error: unknown) => boolean;
  /** Opens the form for changes: the step wants something of it. */
  openForm: () => void;
  toFirstFault: () => void;
  /** The names of fields that the step wants and that are still blank. */
  wanting: readonly string[];
  acted: () => Promise<void>;
  /** Somebody else was faster: what is shown is no longer so. */
  outrun: () => Promise<void>;
}

/** A to-do: the opinion box is there, approve and reject are one tap each, the rest is under 更多. */
export function ActBox({ task, deadline, zone, revision, controller, editing, clashed, openForm, toFirstFault, wanting, acted, outrun }: ActBoxProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const refusal = useRefusal();
  const submitKey = useSubmitKey();
  const [opinion, setOpinion] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [asking, setAsking] = useState<WithPeople | 'return' | 'remove_sign' | null>(null);
  const words = useActWords();
  const act = async (action: string, { after, ...more }: People & Way = {}): Promise<void> => {
    if (task.opinion_on_reject && ['reject', 'return'].includes(action) && opinion.trim() === '') {
      setAsking(null);
      setMissing(true);
      return;
    }
    const submission = editing && carriesForm.includes(action) ? controller?.attempt() : undefined;
    if (submission !== undefined && submission.faults.length > 0) {
      toFirstFault();
      return;
    }
    const body = {
      action,
      opinion: opinion.trim(),
      ...more,
      ...afterwards(after),
      values: { ...submission?.values },
      base_revision: revision,
    };
    setBusy(action);
    try {
      await sendFiles(body.values);
      const answer = await ask(client.POST('/api/tasks/{id}/act', { params: { path: { id: task.id } }, headers: { 'Idempotency-Key': submitKey(body) }, body }));
      message.success([words[action]?.wasDone ?? '', ...answer.notes.map(text)].join(' '));
      setAsking(null);
      await acted();
    } catch (error) {
      if (clashed(error)) toFirstFault();
      else refusal(error, controller);
      if (error instanceof Problem && error.errors.length > 0) {
        openForm();
        toFirstFault();
      }
      setBusy(null);
      if (error instanceof Problem && overtaken.includes(error.code)) {
        setAsking(null);
        await outrun();
      }
    }
  };
  const first = [...carriesForm, 'claim', 'hand_back'].find((action) => task.actions.includes(action));
  const second = task.actions.includes('reject') ? 'reject' : undefined;
  const possible = (action: string): boolean => (action !== 'return' || task.return_to.length > 0) && (action !== 'remove_sign' || task.removable.length > 0);
  const rest = task.actions.filter((action) => action !== first && action !== second && words[action] !== undefined && possible(action));
  const start = (action: string): void => {
    if (asksForPeople(action) || action === 'remove_sign') setAsking(action);
    else if (action !== 'return') void act(action);
    else if (choosesWay(task)) setAsking('return');
    else void act('return', onlyWay(task));
  };
  return (
    <section className={styles['act']} aria-label={t('act.todo')}>
      <div className={styles['actHead']}>
        <h2>{text(task.node_label)}</h2>
        <DeadlineChip due={task.due_at} since={task.created_at} zone={zone} />
      </div>
      {task.stands_in_for !== null && task.stands_in_for !== undefined && <p className={own['standsIn']}>{t('act.stands_in', { name: task.stands_in_for.name })}</p>}
      {deadline !== undefined && <WhyDue reading={deadline} zone={zone} />}
      <label className="visually-hidden" htmlFor={`opinion-${task.id}`}>
        {t('act.opinion')}
      </label>
      <Input.TextArea
        id={`opinion-${task.id}`}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder={t('act.opinion')}
        value={opinion}
        {...(missing ? { status: 'error' as const, 'aria-invalid': true, 'aria-describedby': `opinion-${task.id}-fault` } : {})}
        onChange={(event) => {
          setOpinion(event.target.value);
          setMissing(false);
        }}
      />
      {missing && (
        <p className={styles['fault']} id={`opinion-${task.id}-fault`} role="alert">
          {t('act.opinion_missing')}
        </p>
      )}
      {wanting.length > 0 && !editing && (
        <p className={own['must']}>
          {t('act.must', { fields: wanting.join(t('records.and')) })}
          <Button size="small" type="link" onClick={openForm}>{t('act.fill_in')}</Button>
        </p>
      )}
      <div className={styles['actButtons']}>
        {first !== undefined && (
          <Button type="primary" loading={busy === first} disabled={busy !== null} onClick={() => void act(first)}>
            {words[first]?.toDo}
          </Button>
        )}
        {second !== undefined && (
          <Button danger loading={busy === second} disabled={busy !== null} onClick={() => void act(second)}>
            {words[second]?.toDo}
          </Button>
        )}
        {rest.length > 0 && (
          <Dropdown trigger={['click']} menu={{ items: rest.map((action) => ({ key: action, label: words[action]?.toDo ?? action })), onClick: ({ key }) => { start(key); } }}>
            <Button disabled={busy !== null} icon={<DownOutlined aria-hidden />} iconPlacement="end">
              {t('action.more')}
            </Button>
          </Dropdown>
        )}
      </div>
      {asking === 'return' && <ReturnDialog task={task} busy={busy === 'return'} act={(way) => void act('return', way)} close={() => { setAsking(null); }} />}
      {asking === 'remove_sign' && <RemoveDialog task={task} busy={busy === 'remove_sign'} act={(people) => void act('remove_sign', people)} close={() => { setAsking(null); }} />}
      {asking !== null && asksForPeople(asking) && <PeopleDialog action={asking} busy={busy === asking} act={(people) => void act(asking, people)} close={() => { setAsking(null); }} />}
    </section>
  );
}
