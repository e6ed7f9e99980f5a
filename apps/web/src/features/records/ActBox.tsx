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
import { ReturnDialog } from './act/ReturnDialog';
import { useActWords } from './act/words';
import { useRefusal } from './useRefusal';
import { useSubmitKey } from './useSend';
import styles from './records.module.css';
import { WhyDue } from './WhyDue';

/** Actions that finish the step and take the form along; one of them is the main button. */
const carriesForm: readonly string[] = ['approve', 'complete', 'resubmit'];

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
  acted: () => Promise<void>;
}

/** A to-do: the opinion box is there, approve and reject are one tap each, the rest is under 更多. */
export function ActBox({ task, deadline, zone, revision, controller, editing, clashed, openForm, toFirstFault, acted }: ActBoxProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const refusal = useRefusal();
  const submitKey = useSubmitKey();
  const [opinion, setOpinion] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState<string | null>(null);
  const [asking, setAsking] = useState<WithPeople | 'return' | null>(null);
  const words = useActWords();
  const act = async (action: string, more: People & { to_node?: string } = {}): Promise<void> => {
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
    }
  };
  const first = [...carriesForm, 'claim', 'hand_back'].find((action) => task.actions.includes(action));
  const second = task.actions.includes('reject') ? 'reject' : undefined;
  const rest = task.actions.filter((action) => action !== first && action !== second && words[action] !== undefined);
  const start = (action: string): void => {
    if (asksForPeople(action)) setAsking(action);
    else if (action === 'return' && task.return_to.length > 0) setAsking('return');
    else void act(action);
  };
  return (
    <section className={styles['act']} aria-label={t('act.todo')}>
      <div className={styles['actHead']}>
        <h2>{text(task.node_label)}</h2>
        <DeadlineChip due={task.due_at} since={task.created_at} zone={zone} />
      </div>
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
      {asking === 'return' && <ReturnDialog task={task} busy={busy === 'return'} act={(node) => void act('return', node === '' ? {} : { to_node: node })} close={() => { setAsking(null); }} />}
      {asking !== null && asking !== 'return' && <PeopleDialog action={asking} busy={busy === asking} act={(people) => void act(asking, people)} close={() => { setAsking(null); }} />}
    </section>
  );
}
