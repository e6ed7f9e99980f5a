import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskCard } from '@/api';
import { useApproveMany, type ApproveMany } from './useApproveMany';
import styles from './workbench.module.css';

/** Whether a to-do can be approved without opening it. */
export function approvable(task: TaskCard): boolean {
  return task.actions.includes('approve');
}

function Outcome({ work, close }: { work: ApproveMany; close: () => void }) {
  const { t } = useTranslation();
  const refused = work.results.filter((result) => result.refused !== '');
  const done = work.results.length - refused.length;
  return (
    <Modal
      open
      closable={!work.running}
      keyboard={!work.running}
      title={t('workbench.bulk_title')}
      onCancel={close}
      footer={work.running ? <Button onClick={work.stop}>{t('workbench.bulk_stop')}</Button> : <Button type="primary" onClick={close}>{t('action.close')}</Button>}
    >
      <Progress percent={Math.round((work.results.length / work.total) * 100)} status={work.running ? 'active' : 'normal'} aria-label={t('workbench.bulk_progress')} />
      <p role="status">{t('workbench.bulk_told', { done, refused: refused.length, total: work.total })}</p>
      <ul className={styles['results']} aria-label={t('workbench.bulk_results')}>
        {[...refused, ...work.results.filter((result) => result.refused === '')].map((result) => (
          <li key={result.id} data-refused={result.refused !== ''}>
            {result.refused === '' ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}
            <span>{result.title}</span>
            <span className={styles['faint']}>{result.refused === '' ? t('workbench.bulk_done') : result.refused}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}

interface ApproveBarProps {
  tasks: readonly TaskCard[];
  chosen: ReadonlySet<string>;
  choose: (ids: readonly string[]) => void;
  leave: () => void;
}

/** What happens to how many; one opinion goes with all of them. */
export function ApproveBar({ tasks, chosen, choose, leave }: ApproveBarProps) {
  const { t } = useTranslation();
  const work = useApproveMany();
  const [asking, setAsking] = useState(false);
  const [opinion, setOpinion] = useState('');
  const possible = tasks.filter(approvable);
  const meant = possible.filter((task) => chosen.has(task.id));
  const close = (): void => {
    const failed = work.results.filter((result) => result.refused !== '').map((result) => result.id);
    choose(failed);
    work.forget();
    if (failed.length === 0) leave();
  };
  return (
    <div className={styles['bulk']} role="toolbar" aria-label={t('workbench.bulk')}>
      <Checkbox
        checked={possible.length > 0 && meant.length === possible.length}
        indeterminate={meant.length > 0 && meant.length < possible.length}
        disabled={possible.length === 0}
        onChange={(event) => { choose(event.target.checked ? possible.map((task) => task.id) : []); }}
      >
        {t('workbench.choose_all')}
      </Checkbox>
      <span className={styles['faint']}>{t('workbench.chosen', { count: meant.length })}</span>
      <Button type="primary" disabled={meant.length === 0} onClick={() => { setAsking(true); }}>{t('workbench.approve', { count: meant.length })}</Button>
      <Button type="text" onClick={leave}>{t('workbench.select_done')}</Button>
      {asking && (
        <Modal
          open
          title={t('workbench.approve_title', { count: meant.length })}
          okText={t('workbench.approve', { count: meant.length })}
          onCancel={() => { setAsking(false); }}
          onOk={() => {
            setAsking(false);
            void work.start(meant, opinion.trim());
          }}
        >
          <p>{t('workbench.approve_note')}</p>
          <Input.TextArea aria-label={t('act.opinion')} placeholder={t('act.opinion')} autoSize={{ minRows: 2, maxRows: 6 }} value={opinion} onChange={(event) => { setOpinion(event.target.value); }} />
        </Modal>
      )}
      {work.total > 0 && <Outcome work={work} close={close} />}
    </div>
  );
}
