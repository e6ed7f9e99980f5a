import { InboxOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Spin, Tag, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { addresses, useFormKnown } from '@/api';
import { Failed, Page as PageFrame, useProblemText, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { takeFile, useImports, type ImportState } from './queries';
import styles from './imports.module.css';

function Choose({ app, form }: { app: string; form: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const problemText = useProblemText();
  const taken = useMutation({
    mutationFn: (file: File) => takeFile(app, form, file),
    onSuccess: (state) => navigate(addresses.anImport(app, form, state.id)),
  });
  return (
    <section className={styles['stack']} aria-label={t('imports.choose')}>
      <Upload.Dragger
        accept=".xlsx,.csv,.xlsm,.xlsb,.xls"
        maxCount={1}
        showUploadList={false}
        disabled={taken.isPending}
        beforeUpload={(file) => {
          taken.mutate(file);
          return false;
        }}
      >
        <p><InboxOutlined aria-hidden /></p>
        <p>{t('imports.drop')}</p>
        {taken.isPending && <Spin aria-label={t('imports.reading')} />}
      </Upload.Dragger>
      {taken.isError && <Alert type="error" showIcon title={t('imports.unreadable')} description={problemText(taken.error)} />}
      <ul className={styles['soft']}>
        <li>{t('imports.takes_heads')}</li>
        <li>{t('imports.takes_rows')}</li>
        <li>{t('imports.checks_first')}</li>
      </ul>
    </section>
  );
}

function Past({ app, form, states }: { app: string; form: string; states: readonly ImportState[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counted = (state: ImportState): string =>
    state.stage === 'looked' ? '' : t('imports.counts', { created: state.created, changed: state.changed, unchanged: state.unchanged, faulty: state.faulty });
  return (
    <section className={styles['stack']} aria-label={t('imports.past')}>
      <h2>{t('imports.past')}</h2>
      <ul className={styles['pasts']}>
        {states.map((state) => (
          <li key={state.id} className={styles['past']}>
            <Link className={styles['file']} to={addresses.anImport(app, form, state.id)}>{state.file}</Link>
            <Tag>{t(`imports.stage.${state.stage}`)}</Tag>
            <span className={styles['soft']}>{counted(state)}</span>
            <time className={styles['soft']} dateTime={state.at}>{format.moment(state.at)}</time>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Opened({ app, form }: { app: string; form: string }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const known = useFormKnown(app, form);
  const imports = useImports(app, form);
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  if (known.isPending || imports.isPending) return <Waiting />;
  const label = text(known.data.description.label);
  return (
    <PageFrame title={t('imports.title', { label })} actions={<Button onClick={() => void navigate(addresses.form(app, form))}>{t('imports.to_list')}</Button>}>
      <div className={styles['sheet']}>
        <Choose app={app} form={form} />
        {imports.data !== undefined && imports.data.length > 0 && <Past app={app} form={form} states={imports.data} />}
      </div>
    </PageFrame>
  );
}

/** Imports into a form: choose a file, or look at those that were. */
export function Page() {
  const { app, form } = useParams();
  if (app === undefined || form === undefined) return null;
  return <Opened key={`${app}/${form}`} app={app} form={form} />;
}
