import { CloseOutlined, DownOutlined, ExpandOutlined, UpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '@/api';
import { RecordScreen } from './RecordScreen';
import styles from './records.module.css';

interface SidePanelProps {
  app: string;
  form: string;
  id: string | null;
  close: () => void;
  previous: (() => void) | undefined;
  next: (() => void) | undefined;
}

/** A record beside its list. The list stays in use; Escape closes. */
export function SidePanel({ app, form, id, close, previous, next }: SidePanelProps) {
  const { t } = useTranslation();
  useEffect(() => {
    if (id === null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && document.querySelector('[role=dialog][aria-modal=true]') === null) close();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [id, close]);
  if (id === null) return null;
  return (
    <aside className={styles['panel']} aria-label={t('records.panel')}>
      <div className={styles['panelBar']}>
        <Button type="text" icon={<UpOutlined aria-hidden />} disabled={previous === undefined} onClick={previous} aria-label={t('records.previous')} title={t('records.previous')} />
        <Button type="text" icon={<DownOutlined aria-hidden />} disabled={next === undefined} onClick={next} aria-label={t('records.next')} title={t('records.next')} />
        <Link to={addresses.record(app, form, id)} className={styles['panelLink']}>
          <Button type="text" icon={<ExpandOutlined aria-hidden />} aria-label={t('records.whole_page')} title={t('records.whole_page')} />
        </Link>
        <Button type="text" icon={<CloseOutlined aria-hidden />} onClick={close} aria-label={t('action.close')} title={t('action.close')} />
      </div>
      <div className={styles['panelBody']}>
        <RecordScreen key={id} app={app} form={form} id={id} place="panel" gone={close} />
      </div>
    </aside>
  );
}
