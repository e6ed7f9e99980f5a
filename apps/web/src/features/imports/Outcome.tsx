import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Statistic, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { addresses } from '@/api';
import { useProblemText } from '@/components';
import { handOver } from '@/features/records';
import { useText } from '@/i18n';
import { faultyRows, stepsOf, useStep, type ImportFault, type ImportPlace, type ImportState } from './queries';
import styles from './imports.module.css';

interface OutcomeProps {
  place: ImportPlace;
  state: ImportState;
}

/** What the check found or the import did, and what can be done next. */
export function Outcome({ place, state }: OutcomeProps) {
  const { t } = useTranslation();
  const checked = state.stage === 'checked';
  const taken = state.created + state.changed;
  return (
    <>
      <section className={styles['card']} aria-label={t(`imports.stage.${state.stage}`)} aria-live="polite">
        <h2>{t(`imports.stage.${state.stage}`)}</h2>
        {state.stage === 'undone' ? (
          <p>{t('imports.taken_back', { count: state.done - state.unchanged, kept: state.unchanged })}</p>
        ) : (
          <div className={styles['figures']}>
            <Statistic title={t(checked ? 'imports.would_create' : 'imports.created')} value={state.created} />
            <Statistic title={t(checked ? 'imports.would_change' : 'imports.changed')} value={state.changed} />
            <Statistic title={t('imports.unchanged')} value={state.unchanged} />
            <Statistic title={t('imports.faulty')} value={state.faulty} />
          </div>
        )}
        {checked && taken === 0 && <p>{t('imports.nothing')}</p>}
        <Next place={place} state={state} />
      </section>
      {state.faults.length > 0 && <Faults place={place} state={state} />}
    </>
  );
}

function Next({ place, state }: OutcomeProps) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const steps = stepsOf(place);
  const run = useStep(place, () => steps.run());
  const undo = useStep(place, () => steps.undo());
  const look = useStep(place, () => steps.look({ sheet: state.order?.sheet ?? state.sheet, head: state.order?.head ?? state.head }));
  const taken = state.created + state.changed;
  const stopped = state.order?.whole === true && state.faulty > 0;
  const askUndo = (): void => {
    modal.confirm({ title: t('imports.undo_ask'), content: t('imports.undo_help'), okText: t('imports.undo'), cancelText: t('action.cancel'), onOk: () => undo.mutateAsync(undefined) });
  };
  if (state.stage === 'checked') {
    return (
      <div className={styles['foot']}>
        <Button loading={look.isPending} onClick={() => { look.mutate(undefined); }}>{t('imports.back')}</Button>
        <Button type="primary" disabled={taken === 0 || stopped} loading={run.isPending} onClick={() => { run.mutate(undefined); }}>
          {state.faulty > 0 && !stopped ? t('imports.run_good', { count: taken }) : t('imports.run', { count: taken })}
        </Button>
      </div>
    );
  }
  const goesOn = (state.stage === 'cancelled' || state.stage === 'failed') && state.kept;
  return (
    <div className={styles['foot']}>
      {state.may_undo && <Button danger loading={undo.isPending} onClick={askUndo}>{t('imports.undo')}</Button>}
      {goesOn && <Button loading={run.isPending} onClick={() => { run.mutate(undefined); }}>{t('imports.go_on')}</Button>}
      <Button type="primary" onClick={() => void navigate(addresses.form(place.app, place.form))}>{t('imports.to_list')}</Button>
    </div>
  );
}

/** The rows and cells that are not taken, the first of them here and all of them in a workbook. */
function Faults({ place, state }: OutcomeProps) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const book = await faultyRows(place);
      if (book !== undefined) handOver(book, t('imports.faulty_file', { file: state.file.replace(/\.[^.]+$/, '') }));
    } catch (error) {
      message.error(problemText(error));
    }
    setBusy(false);
  };
  const where = (fault: ImportFault): string => (fault.column === null || fault.column === undefined ? t('imports.in_row', { row: fault.row }) : `${fault.column}${String(fault.row)}`);
  const undone = state.stage === 'undone';
  return (
    <section className={styles['card']} aria-label={t('imports.faults')}>
      <div className={styles['faultsHead']}>
        <h2>{t(undone ? 'imports.kept' : 'imports.faults')}</h2>
        {!undone && state.kept && <Button icon={<DownloadOutlined aria-hidden />} loading={busy} onClick={() => void take()}>{t('imports.download')}</Button>}
      </div>
      {state.faulty > state.faults.length && <p className={styles['soft']}>{t('imports.first_faults', { count: state.faults.length })}</p>}
      <Table
        className={styles['faults'] ?? ''}
        size="small"
        rowKey={(fault) => `${String(fault.row)}${fault.column ?? ''}${text(fault.message)}`}
        pagination={state.faults.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
        dataSource={[...state.faults]}
        columns={[
          { title: t('imports.place'), render: (_, fault: ImportFault) => where(fault) },
          { title: t('imports.field'), render: (_, fault: ImportFault) => text(fault.field) },
          { title: t('imports.cell'), dataIndex: 'text' },
          { title: t('imports.why'), render: (_, fault: ImportFault) => text(fault.message) },
        ]}
      />
    </section>
  );
}
