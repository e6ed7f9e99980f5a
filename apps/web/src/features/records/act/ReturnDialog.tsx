import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskCard } from '@/api';
import { useText } from '@/i18n';
import styles from './act.module.css';

/** Where a case goes back to, and what follows when that is done. */
export interface Way {
  to_node?: string;
  /** What follows: `replay`, `direct`; as the flow says when left out. */
  after?: string;
}

interface ReturnDialogProps {
  task: TaskCard;
  busy: boolean;
  act: (way: Way) => void;
  close: () => void;
}

/** Whether there is anything to choose when a to-do is returned. */
export function choosesWay(task: TaskCard): boolean {
  return task.return_to.length > 1 || task.after_return === 'choose';
}

/** The only way back where there is nothing to choose. */
export function onlyWay(task: TaskCard): Way {
  const [only] = task.return_to;
  return only === undefined ? {} : { to_node: only.node };
}

/** To which step, and whether all later steps are done again, where the flow lets the person say so. */
export function ReturnDialog({ task, busy, act, close }: ReturnDialogProps) {
  const { t } = useTranslation();
  const text = useText();
  const [node, setNode] = useState(task.return_to[0]?.node ?? '');
  const [after, setAfter] = useState('replay');
  const steps = task.return_to.map((step) => ({ value: step.node, label: step.is_start ? t('act.to_starter', { step: text(step.label) }) : text(step.label) }));
  const asksAfter = task.after_return === 'choose';
  return (
    <Modal
      open
      title={t('act.return')}
      okText={t('act.return')}
      okButtonProps={{ loading: busy }}
      onOk={() => { act({ ...(node === '' ? {} : { to_node: node }), ...(asksAfter ? { after } : {}) }); }}
      onCancel={close}
    >
      <div className={styles['fields']}>
        <fieldset className={styles['choice']}>
          <legend>{t('act.return_to')}</legend>
          <Radio.Group vertical aria-label={t('act.return_to')} value={node} options={steps} onChange={(event) => { setNode(String(event.target.value)); }} />
        </fieldset>
        {asksAfter && (
          <fieldset className={styles['choice']}>
            <legend>{t('act.then')}</legend>
            <Radio.Group
              vertical
              aria-label={t('act.then')}
              value={after}
              options={['replay', 'direct'].map((one) => ({ value: one, label: t(`act.then_${one}`) }))}
              onChange={(event) => { setAfter(String(event.target.value)); }}
            />
          </fieldset>
        )}
      </div>
    </Modal>
  );
}
