import { InboxOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText, Waiting } from '@/components';
import { Conversion, StoredValues } from '@/features/build';
import { useText } from '@/i18n';
import { Findings } from './Findings';
import { Merging } from './Merging';
import { lookedAtPlan, lookingPlan, withDecisions, type Decided } from './plan';
import { importPackage, usePackageCheck, type Chosen, type Imported, type Plan, type Report } from './queries';
import { SlotFields } from './SlotFields';
import styles from './packages.module.css';

type Choices = NonNullable<Plan['choices']>;

/** What is said first: what comes, and whether it can. */
function Summary({ report, replace }: { report: Report; replace: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const upgrade = report.upgrade ?? null;
  const count = (by: string): number => upgrade?.differences.filter((one) => one.by === by).length ?? 0;
  const said = (): string => {
    if (!report.ok) return t(upgrade === null ? 'packages.not_ok' : 'packages.merged_not_ok');
    if (upgrade === null) return t('packages.ok_new');
    if (!upgrade.customised || replace) return t('packages.ok_upgrade');
    const base = upgrade.base_version ?? null;
    const begin = base === null ? t('packages.base_unknown') : t('packages.base_known', { version: base });
    return `${begin}${t('packages.joined', { taken: count('vendor'), kept: count('customer') })}${count('conflict') > 0 ? t('packages.asked', { count: count('conflict') }) : ''}`;
  };
  return <Alert showIcon type={report.ok ? 'success' : 'error'} title={`${text(report.label)} ${report.package_version ?? ''}`} description={said()} />;
}

function Lines({ title, lines, type }: { title: string; lines: readonly string[]; type: 'error' | 'warning' | 'info' }) {
  if (lines.length === 0) return null;
  return <Alert showIcon type={type} title={title} description={<ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>} />;
}

/** What the package does to records, rights and drafts of the app that is here. */
function Consequences({ report, choices, decide }: { report: Report; choices: Choices; decide: (choices: Choices) => void }) {
  const { t } = useTranslation();
  const text = useText();
  const upgrade = report.upgrade ?? null;
  return (
    <>
      <Lines type="warning" title={t('packages.widened')} lines={report.widened.map((line) => text(line))} />
      {upgrade !== null && (
        <>
          <Lines type="error" title={t('packages.blocked')} lines={upgrade.blocked.map((line) => text(line))} />
          <StoredValues app={report.app ?? ''} steps={upgrade.steps} canExport={false} choices={choices} decide={decide} />
          <Lines type="info" title={t('packages.impact')} lines={upgrade.impact.map((line) => text(line))} />
          <Lines type="info" title={t('packages.drafts')} lines={upgrade.drafts.map((line) => text(line))} />
        </>
      )}
      {report.ok && report.installed && report.changes.length > 0 && (
        <>
          <h3>{t('packages.changes')}</h3>
          <ul className={styles['changes']}>{report.changes.map((change) => <li key={`${change.kind}/${change.id}/${text(change.text)}`}>{text(change.text)}</li>)}</ul>
        </>
      )}
    </>
  );
}

/** Upload, read, decide, bind, import: nothing changes before the last step. */
export function ImportPackage({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [form] = Form.useForm<Record<string, string>>();
  const [chosen, choose] = useState<Chosen | null>(null);
  const [decided, setDecided] = useState<Decided>(new Map());
  const [replace, setReplace] = useState(false);
  const [choices, setChoices] = useState<Choices>([]);
  const [begun, begin] = useState<Imported | null>(null);
  const plan = lookingPlan(decided, replace, choices);
  const check = usePackageCheck(chosen, plan);
  const report = check.data;
  const bring = useMutation({
    mutationFn: ({ file, wanted, bindings }: { file: File; wanted: Plan; bindings: Record<string, string> }) => importPackage(file, wanted, bindings),
    onSuccess: async (imported) => {
      if (imported.migration !== null && imported.migration !== undefined) begin(imported);
      else {
        message.success(t('packages.imported', { app: text(report?.label) }));
        close();
      }
      await queries.invalidateQueries();
    },
    onError: async (error) => {
      message.error(problemText(error));
      await check.refetch();
    },
  });
  const send = (values: Record<string, string | undefined>): void => {
    if (chosen === null) return;
    const bindings: Record<string, string> = {};
    for (const [slot, value] of Object.entries(values)) if (value !== undefined && value !== '') bindings[slot] = value;
    bring.mutate({ file: chosen.file, wanted: lookedAtPlan(plan, report?.upgrade, decided), bindings });
  };
  if (begun?.migration !== null && begun?.migration !== undefined) return <Conversion app={begun.app} id={begun.migration} close={close} />;
  const upgrade = report?.upgrade ?? null;
  const isAllowed = report?.ok === true && (upgrade?.blocked.length ?? 0) === 0 && !check.isFetching;
  const footer = (
    <>
      <Button onClick={close}>{t('action.cancel')}</Button>
      <Button type="primary" danger={replace} disabled={!isAllowed} loading={bring.isPending} onClick={() => { form.submit(); }}>{t(replace ? 'packages.import_replacing' : 'packages.import')}</Button>
    </>
  );
  return (
    <Modal open width={900} title={t('packages.upload')} onCancel={close} footer={footer}>
      <div className={styles['steps']}>
        <Upload.Dragger
          accept=".mortise,.zip"
          maxCount={1}
          showUploadList={false}
          disabled={check.isFetching}
          beforeUpload={(file) => {
            choose({ file, number: (chosen?.number ?? 0) + 1 });
            setDecided(new Map());
            setReplace(false);
            setChoices([]);
            return false;
          }}
        >
          <p><InboxOutlined aria-hidden /></p>
          <p>{chosen === null ? t('packages.drop') : chosen.file.name}</p>
        </Upload.Dragger>
        {check.isError && <Alert showIcon type="error" title={problemText(check.error)} description={t('packages.nothing_changed')} />}
        {check.isLoading && <Waiting />}
        {report !== undefined && !check.isError && (
          <>
            <Summary report={report} replace={replace} />
            {report.diagnostics.length > 0 && <Findings findings={report.diagnostics} />}
            {upgrade !== null && (
              <Merging upgrade={upgrade} replace={replace} setReplace={setReplace} decided={decided} decide={(differences, side) => { setDecided(withDecisions(decided, differences, side)); }} />
            )}
            <Consequences report={report} choices={choices} decide={setChoices} />
            {report.ok && (
              <Form form={form} layout="vertical" onFinish={send}>
                {report.slots.length > 0 && <h3>{t('packages.slots')}</h3>}
                <SlotFields slots={report.slots} />
              </Form>
            )}
          </>
        )}
      </div>
    </Modal>
  );
}
