import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Checkbox, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Failed, useProblemText, useSettled, Waiting } from '@/components';
import { Findings } from '@/features/packages';
import { useText } from '@/i18n';
import { FormReview } from './FormReview';
import { Places } from './Places';
import { makeApp, useProposal, type Made, type Proposal } from './queries';
import { Refused } from './Refused';
import type { Wishes } from './wishes';
import styles from './workbooks.module.css';

interface ReviewProps {
  workbook: File;
  leave: () => void;
  done: (made: Made) => void;
}

/** What was recognised, every decision with its reasons and open to another one. */
export function Review({ workbook, leave, done }: ReviewProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [wishes, setWishes] = useState<Wishes>({});
  const settled = useSettled(wishes, 300);
  const proposed = useProposal(workbook, {});
  const decided = useProposal(workbook, settled);
  const make = useMutation({
    mutationFn: () => makeApp(workbook, wishes),
    onSuccess: async (made) => {
      await queries.invalidateQueries();
      done(made);
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
  if (proposed.isPending) return <Waiting />;
  if (proposed.isError) {
    return (
      <div className={styles['stack']}>
        <Failed error={proposed.error} />
        <div><Button onClick={leave}>{t('workbooks.another')}</Button></div>
      </div>
    );
  }
  if (proposed.data.refused.length > 0) return <Refused places={proposed.data.refused} leave={leave} />;
  const now = decided.data ?? proposed.data;
  const faulty = decided.isError || now.taken || now.diagnostics.some((finding) => finding.severity === 'error');
  return (
    <div className={styles['stack']}>
      {now.exact && <Alert showIcon type="info" title={t('workbooks.is_xlsform')} description={t('workbooks.is_exact')} />}
      <About proposal={now} wishes={wishes} change={setWishes} />
      {proposed.data.forms.map((form) => (
        <FormReview key={form.id} form={form} kinds={now.kinds} exact={now.exact} wishes={wishes} change={setWishes} />
      ))}
      {decided.isError && <Alert showIcon type="error" title={problemText(decided.error)} />}
      <Doubts proposal={now} />
      <div className={styles['foot']}>
        <Button onClick={leave}>{t('action.cancel')}</Button>
        <Button type="primary" disabled={faulty || decided.isFetching} loading={make.isPending} onClick={() => { make.mutate(); }}>
          {t('workbooks.make')}
        </Button>
      </div>
    </div>
  );
}

interface AboutProps {
  proposal: Proposal;
  wishes: Wishes;
  change: (wishes: Wishes) => void;
}

/** The app as a whole: its name, its id, whether records are reviewed, whether the rows come along. */
function About({ proposal, wishes, change }: AboutProps) {
  const { t } = useTranslation();
  const text = useText();
  const rows = proposal.records + proposal.more_rows;
  return (
    <section className={styles['card']} aria-label={t('workbooks.the_app')}>
      <Form layout="vertical" className={styles['about']}>
        <Form.Item label={t('workbooks.name')} htmlFor="workbook-name">
          <Input id="workbook-name" maxLength={80} value={wishes.label ?? text(proposal.label)} onChange={(event) => { change({ ...wishes, label: event.target.value }); }} />
        </Form.Item>
        <Form.Item
          label={t('workbooks.id')}
          htmlFor="workbook-id"
          validateStatus={proposal.taken ? 'error' : ''}
          help={proposal.taken ? t('workbooks.taken', { app: proposal.app }) : t('workbooks.id_help')}
        >
          <Input id="workbook-id" maxLength={60} value={wishes.id ?? proposal.app} onChange={(event) => { change({ ...wishes, id: event.target.value }); }} />
        </Form.Item>
      </Form>
      <div className={styles['switches']}>
        <Checkbox checked={wishes.review === true} onChange={(event) => { change({ ...wishes, review: event.target.checked }); }}>{t('workbooks.review')}</Checkbox>
        {(rows > 0 || wishes.without_rows === true) && (
          <Checkbox checked={wishes.without_rows !== true} onChange={(event) => { change({ ...wishes, without_rows: !event.target.checked }); }}>
            {wishes.without_rows === true ? t('workbooks.with_rows') : t('workbooks.with_so_many_rows', { count: proposal.records })}
          </Checkbox>
        )}
      </div>
      {proposal.more_rows > 0 && <p className={styles['soft']}>{t('workbooks.more_rows', { count: proposal.more_rows })}</p>}
    </section>
  );
}

/** What is not taken as it stands, and what is wrong. */
function Doubts({ proposal }: { proposal: Proposal }) {
  const { t } = useTranslation();
  return (
    <>
      {proposal.diagnostics.length > 0 && <Findings findings={proposal.diagnostics} />}
      {proposal.unfit_count > 0 && <Alert showIcon type="warning" title={t('workbooks.unfit', { count: proposal.unfit_count })} description={<Places places={proposal.unfit} />} />}
      {proposal.without_formula.length > 0 && <Alert showIcon type="warning" title={t('workbooks.without_formula')} description={<Places places={proposal.without_formula} />} />}
      {proposal.left_out.length > 0 && <Alert showIcon type="info" title={t('workbooks.left_out', { count: proposal.left_out.length })} description={<Places places={proposal.left_out} />} />}
    </>
  );
}
