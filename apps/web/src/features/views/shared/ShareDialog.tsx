import { App, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '@/components';
import { LabelInput } from '@/features/build';
import type { View } from '@/generated/definition';
import { textOf } from '@/i18n';
import { labelled } from '@/definition';
import { withShared } from './model';
import { useDraftChange } from './useSharedDraft';
import styles from '../views.module.css';

interface ShareDialogProps {
  app: string;
  form: string;
  /** What everybody is to see; its name is proposed. */
  view: View;
  /** The views that the list shows now. */
  shown: readonly View[];
  close: () => void;
  /** The draft has the view under this id. */
  written: (id: string) => void;
}

/** Names a view for everybody; it goes into the draft of the form, and from there only by publishing. */
export default function ShareDialog({ app, form, view, shown, close, written }: ShareDialogProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const change = useDraftChange(app, form);
  const [label, setLabel] = useState<unknown>(() => ({ 'zh-CN': textOf(view.label, 'zh-CN') }));
  const [busy, setBusy] = useState(false);
  const named = textOf(labelled(label), 'zh-CN').trim() !== '';
  const share = async (): Promise<void> => {
    setBusy(true);
    try {
      let id = '';
      await change((draft) => {
        const next = withShared(draft, shown, labelled(label), view);
        ({ id } = next);
        return next.form;
      });
      written(id);
    } catch (error) {
      message.error(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('views.share')} okText={t('views.to_draft')} okButtonProps={{ disabled: !named, loading: busy }} onCancel={close} onOk={() => void share()}>
      <div className={styles['name']}>
        <span>{t('views.name')}</span>
        <LabelInput name={t('views.name')} value={label} onChange={setLabel} />
      </div>
      <p className={styles['faint']}>{t('views.share_note')}</p>
    </Modal>
  );
}
