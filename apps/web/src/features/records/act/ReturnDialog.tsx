import { Modal, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskCard } from '@/api';
import { useText } from '@/i18n';

interface ReturnDialogProps {
  task: TaskCard;
  busy: boolean;
  act: (node: string) => void;
  close: () => void;
}

/** To which step; an empty one is the starter. */
export function ReturnDialog({ task, busy, act, close }: ReturnDialogProps) {
  const { t } = useTranslation();
  const text = useText();
  const [node, setNode] = useState('');
  const steps = [{ value: '', label: t('act.to_starter') }, ...task.return_to.map((step) => ({ value: step.node, label: text(step.label) }))];
  return (
    <Modal open title={t('act.return')} okText={t('act.return')} okButtonProps={{ loading: busy }} onOk={() => { act(node); }} onCancel={close}>
      <Radio.Group
        aria-label={t('act.return_to')}
        value={node}
        options={steps}
        onChange={(event) => {
          setNode(String(event.target.value));
        }}
      />
    </Modal>
  );
}
