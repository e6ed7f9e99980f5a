import { BranchesOutlined, HistoryOutlined, RedoOutlined, UndoOutlined, WarningOutlined } from '@ant-design/icons';
import { App, Badge, Button, Popover, Tooltip } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useApp } from '@/api';
import { Failed, useKeys, useProblemText, Waiting } from '@/components';
import { Findings } from '@/features/packages';
import { useLocale, useText } from '@/i18n';
import { CrossingDialog } from './Crossing';
import { addressOf, useLint } from './lint';
import { Publication } from './Publication';
import { useBuildApp } from './queries';
import { builderNow, isStale, useBuilder } from './store';
import { VersionList } from './VersionList';
import styles from './build.module.css';

function SavedWord() {
  const { t } = useTranslation();
  const locale = useLocale((state) => state.locale);
  const saving = useBuilder((state) => state.saving);
  const again = useBuilder((state) => state.again);
  if (saving.state === 'saving') return <span className={styles['saved']} role="status">{t('build.saving')}</span>;
  if (saving.state === 'failed') {
    return (
      <span className={styles['unsaved']} role="alert">
        {t('build.not_saved')} <Button type="link" size="small" onClick={again}>{t('build.save_again')}</Button>
      </span>
    );
  }
  if (saving.at === null) return null;
  return <span className={styles['saved']} role="status">{t('build.saved', { time: saving.at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' }) })}</span>;
}

/** The name of a step as people read it; steps of typing are named after their place. */
function stepName(name: string): string {
  return name.includes(':') ? (name.split(':')[0] ?? name) : name;
}

interface FrameProps {
  app: string;
  title: string;
  children: ReactNode;
}

/** The skeleton of all designers: undo, findings, versions, publishing above; the designer below. */
export function BuildFrame({ app, title, children }: FrameProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [open, setOpen] = useState<'changes' | 'versions' | null>(null);
  const draft = useBuildApp(app);
  const shown = useApp(app);
  const past = useBuilder((state) => state.past);
  const future = useBuilder((state) => state.future);
  const { undo, redo, heard } = builderNow();
  const saving = useBuilder((state) => state.saving);
  const crossing = useBuilder((state) => state.crossing);
  const news = useBuilder((state) => state.news);
  const findings = useLint(app);
  useKeys({ 'Mod+z': undo, 'Mod+Shift+z': redo, 'Mod+y': redo });
  useEffect(() => {
    document.title = [title, t('build.title')].filter((part) => part !== '').join(' · ');
  }, [title, t]);
  useEffect(() => {
    if (saving.state === 'failed' && !isStale(saving.error)) message.error(problemText(saving.error));
    // Said once per failure.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [saving]);
  useEffect(() => {
    if (news.length === 0) return;
    for (const object of news) message.info(t('build.taken_in', { who: t('build.somebody'), object: text(object.label) || object.id }));
    heard();
    // Said once per change.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [news]);
  const before = past.at(-1);
  const behind = future.at(-1);
  const undoing = before === undefined ? t('build.undo') : t('build.undo_what', { what: stepName(before.name) });
  const redoing = behind === undefined ? t('build.redo') : t('build.redo_what', { what: stepName(behind.name) });
  if (draft.isError) return <Failed error={draft.error} retry={() => void draft.refetch()} />;
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const name = text(draft.data?.label ?? shown?.label);
  return (
    <div className={styles['frame']}>
      <div className={styles['bar']}>
        <div className={styles['crumbs']}>
          {title !== '' && <Link to={`/build/${app}`}>{t('build.draft_of', { app: name })}</Link>}
          <h1 className={styles['title']}>{title === '' ? t('build.draft_of', { app: name }) : title}</h1>
          <SavedWord />
        </div>
        <div className={styles['tools']}>
          <Tooltip title={undoing}>
            <Button type="text" icon={<UndoOutlined aria-hidden />} aria-label={t('build.undo')} disabled={past.length === 0} onClick={undo} />
          </Tooltip>
          <Tooltip title={redoing}>
            <Button type="text" icon={<RedoOutlined aria-hidden />} aria-label={t('build.redo')} disabled={future.length === 0} onClick={redo} />
          </Tooltip>
          <Popover trigger="click" placement="bottomRight" content={<div className={styles['findings']}>{findings.length === 0 ? t('build.no_findings') : <Findings findings={findings} addressOf={(finding) => addressOf(app, finding)} />}</div>}>
            <Button type="text" icon={<Badge count={findings.length} size="small" color={errors > 0 ? 'red' : 'gold'}><WarningOutlined aria-hidden /></Badge>} aria-label={t('build.findings', { count: findings.length })} />
          </Popover>
          <Button icon={<HistoryOutlined aria-hidden />} onClick={() => { setOpen('versions'); }}>{t('build.versions')}</Button>
          <Link to={addresses.app(app)}><Button icon={<BranchesOutlined aria-hidden />}>{t('build.use')}</Button></Link>
          <Button type="primary" onClick={() => { setOpen('changes'); }}>{t('build.publish')}</Button>
        </div>
      </div>
      <div className={styles['work']}>{draft.isPending ? <Waiting lines={10} /> : children}</div>
      {open === 'changes' && <Publication app={app} close={() => { setOpen(null); }} />}
      {crossing !== null && <CrossingDialog crossing={crossing} />}
      {open === 'versions' && <VersionList app={app} close={() => { setOpen(null); }} />}
    </div>
  );
}
