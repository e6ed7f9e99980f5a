import { DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useFormKnown } from '@/api';
import { Failed, Page as PageFrame, Waiting } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { ExportDialog } from './ExportDialog';
import { ListBody } from './ListBody';
import { queryOf, useCount, useListState } from './useList';
import { useOwnViews } from './useOwnViews';
import { ViewTabs } from './ViewTabs';
import styles from './views.module.css';

/** Kinds whose fields hold pictures. */
const withPictures = new Set(['upload', 'photo', 'watermark_photo', 'defect_photo', 'signature', 'sketch']);

function Opened({ app, form }: { app: string; form: string }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const format = useFormat();
  const [params] = useSearchParams();
  const [exporting, setExporting] = useState(false);
  const known = useFormKnown(app, form);
  const kept = useOwnViews(app, form);
  const state = useListState(known.data, kept.data);
  const query = queryOf(state);
  const ready = known.isSuccess && !kept.isPending;
  const count = useCount(app, form, query, ready);
  if (known.isError) return <Failed error={known.error} retry={() => void known.refetch()} />;
  // The own views decide with which one the list opens; when they cannot be had, those of the form are enough.
  if (known.isPending || kept.isPending) return <Waiting lines={10} />;
  const { description, detail } = known.data;
  const label = text(description.label);
  const fault = state.view?.fault ?? null;
  const named = params.get('view');
  const fields = description.fields;
  const has = { tables: fields.some(({ columns }) => columns.length > 0), pictures: fields.some(({ kind }) => withPictures.has(kind)) };
  return (
    <PageFrame
      title={label}
      beside={count.data === undefined ? null : <span className={styles['faint']}>{t('records.count', { count: count.data, number: format.number(count.data) })}</span>}
      actions={
        <>
          {detail.actions.includes('export') && (
            <Button icon={<DownloadOutlined aria-hidden />} onClick={() => { setExporting(true); }}>
              {t('records.export')}
            </Button>
          )}
          {(detail.actions.includes('create') || detail.actions.includes('update')) && (
            <Button icon={<UploadOutlined aria-hidden />} onClick={() => void navigate(addresses.imports(app, form))}>
              {t('imports.import')}
            </Button>
          )}
          {detail.actions.includes('create') && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => void navigate(addresses.newRecord(app, form))}>
              {t('shell.new_of', { label })}
            </Button>
          )}
        </>
      }
      below={<ViewTabs app={app} form={form} known={known.data} state={state} kept={kept.data} />}
    >
      {exporting && <ExportDialog app={app} form={form} query={query} name={label} has={has} close={() => { setExporting(false); }} />}
      {named !== null && state.view?.view.id !== named && <Alert type="info" showIcon title={t('views.not_here')} />}
      {fault === null ? <ListBody key={state.view?.view.id} app={app} form={form} known={known.data} state={state} /> : <Alert type="warning" showIcon title={t('views.broken')} description={text(fault)} />}
    </PageFrame>
  );
}

/** The records of a form. */
export function Page() {
  const { app, form } = useParams();
  if (app === undefined || form === undefined) return null;
  return <Opened key={`${app}/${form}`} app={app} form={form} />;
}
