import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textIn, type Json } from '@/api';
import { useProblemText } from '@/components';
import { labelled } from '@/definition';
import { LabelInput } from '@/features/build';
import type { View } from '@/generated/definition';
import { textOf, useText } from '@/i18n';
import { viewsOf, withOrder, type Named } from './model';
import { useDraftChange } from './useSharedDraft';
import styles from '../views.module.css';

interface ManageDialogProps {
  app: string;
  form: string;
  draft: Json;
  shown: readonly View[];
  close: () => void;
  written: () => void;
}

const nameOf = (view: Json): Named => ({ id: textIn(view, 'id') ?? '', label: view['label'] });

/** Names, order and removal of the views that everybody sees. */
export default function ManageDialog({ app, form, draft, shown, close, written }: ManageDialogProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const change = useDraftChange(app, form);
  const [before] = useState(() => viewsOf(draft, shown).map(nameOf));
  const [views, setViews] = useState<readonly Named[]>(before);
  const [busy, setBusy] = useState(false);
  const swap = (at: number, by: -1 | 1): void => {
    setViews(views.map((one, index) => (index === at ? (views[at + by] ?? one) : index === at + by ? (views[at] ?? one) : one)));
  };
  const named = views.every(({ label }) => textOf(labelled(label), 'zh-CN').trim() !== '');
  const changed = JSON.stringify(before) !== JSON.stringify(views);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      await change((form_) => withOrder(form_, shown, before, views));
      written();
    } catch (error) {
      message.error(problemText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={t('views.manage')} okText={t('views.to_draft')} okButtonProps={{ disabled: !changed || !named, loading: busy }} onCancel={close} onOk={() => void save()}>
      <ul className={styles['sharedViews']} aria-label={t('views.manage')}>
        {views.map((view, index) => {
          const name = text(labelled(view.label)) || view.id;
          return (
            <li key={view.id}>
              <LabelInput name={t('views.name_of', { number: index + 1 })} value={view.label} onChange={(label) => { setViews(views.map((one) => (one.id === view.id ? { ...one, label: label ?? '' } : one))); }} />
              <span className={styles['sharedTools']}>
                <Button size="small" type="text" disabled={index === 0} icon={<ArrowUpOutlined aria-hidden />} aria-label={t('views.move_left', { name })} onClick={() => { swap(index, -1); }} />
                <Button size="small" type="text" disabled={index === views.length - 1} icon={<ArrowDownOutlined aria-hidden />} aria-label={t('views.move_right', { name })} onClick={() => { swap(index, 1); }} />
                <Link to={`/build/${app}/form/${form}?at=${encodeURIComponent(`/views/${String(before.findIndex(({ id }) => id === view.id))}`)}`}>
                  <Button size="small" type="text" icon={<EditOutlined aria-hidden />} aria-label={t('views.edit_shared', { name })} />
                </Link>
                <Button size="small" type="text" danger disabled={views.length === 1} icon={<DeleteOutlined aria-hidden />} aria-label={t('views.take_out', { name })} onClick={() => { setViews(views.filter(({ id }) => id !== view.id)); }} />
              </span>
            </li>
          );
        })}
      </ul>
      <p className={styles['faint']}>{t('views.manage_note')}</p>
    </Modal>
  );
}
