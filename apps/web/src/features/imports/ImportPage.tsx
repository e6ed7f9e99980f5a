import { Alert, Button, Progress, Steps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { addresses, useFormKnown } from '@/api';
import { Failed, Page as PageFrame, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { Mapping } from './Mapping';
import { Outcome } from './Outcome';
import { isWorking, stepsOf, useImport, useStep, type ImportPlace, type ImportState } from './queries';
import styles from './imports.module.css';

const places: Record<ImportState['stage'], number> = { looked: 0, checking: 1, checked: 1, running: 2, done: 2, cancelled: 2, failed: 2, undoing: 2, undone: 2 };

/** How far the work is, with the way to stop it. */
function Working({ place, state }: { place: ImportPlace; state: ImportState }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useStep(place, () => stepsOf(place).cancel());
  const rows = state.sheets[state.order?.sheet ?? 0]?.rows ?? 0;
  // Before anything was counted the rows of the sheet say how many there may be.
  const total = state.total > state.done ? state.total : Math.max(state.done, rows - (state.order?.head ?? 0));
  const percent = total === 0 ? 0 : Math.min(99, Math.floor((state.done / total) * 100));
  return (
    <section className={styles['card']} aria-live="polite" aria-label={t(`imports.stage.${state.stage}`)}>
      <h2>{t(`imports.stage.${state.stage}`)}</h2>
      <Progress percent={percent} aria-label={t(`imports.stage.${state.stage}`)} />
      <p className={styles['soft']}>{t('imports.so_far', { done: format.number(state.done), created: state.created, changed: state.changed, faulty: state.faulty })}</p>
      <p className={styles['soft']}>{t('imports.may_leave')}</p>
      <div><Button loading={cancel.isPending} onClick={() => { cancel.mutate(undefined); }}>{t('imports.stop')}</Button></div>
    </section>
  );
}

function Opened(place: ImportPlace) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const known = useFormKnown(place.app, place.form);
  const found = useImport(place);
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (known.isPending || found.isPending) return <Waiting lines={8} />;
  const state = found.data;
  const label = text(known.data.description.label);
  return (
    <PageFrame
      title={t('imports.title', { label })}
      beside={<span className={styles['soft']}>{state.file}</span>}
      actions={<Button onClick={() => void navigate(addresses.imports(place.app, place.form))}>{t('imports.another')}</Button>}
    >
      <div className={styles['sheet']}>
        <Steps size="small" responsive={false} current={places[state.stage]} items={[{ title: t('imports.step_map') }, { title: t('imports.step_check') }, { title: t('imports.step_import') }]} />
        {state.message !== null && state.message !== undefined && <Alert type={state.stage === 'failed' ? 'error' : 'info'} showIcon title={text(state.message)} />}
        {!state.kept && <Alert type="info" showIcon title={t('imports.no_longer_kept')} />}
        {state.stage === 'looked' && state.kept && <Mapping key={`${String(state.sheet)}/${String(state.head)}`} place={place} state={state} hasFlow={known.data.detail.has_flow} />}
        {isWorking(state.stage) && <Working place={place} state={state} />}
        {!isWorking(state.stage) && state.stage !== 'looked' && <Outcome place={place} state={state} />}
      </div>
    </PageFrame>
  );
}

/** One import, from the columns to the result. */
export function Page() {
  const { app, form, id } = useParams();
  if (app === undefined || form === undefined || id === undefined) return null;
  return <Opened key={id} app={app} form={form} id={id} />;
}
