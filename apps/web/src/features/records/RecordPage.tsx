import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '@/api';
import { RecordScreen } from './RecordScreen';
import { useRecord } from './useRecord';

function Whole({ app, form, id }: { app: string; form: string; id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useRecord(app, form, id);
  const title = data?.title ?? '';
  useEffect(() => {
    if (title !== '') document.title = `${title} · ${t('product.name')}`;
  }, [title, t]);
  return <RecordScreen key={id} app={app} form={form} id={id} place="page" gone={() => void navigate(addresses.form(app, form), { replace: true })} />;
}

/** A record on a page of its own. */
export function Page() {
  const { app, form, id } = useParams();
  if (app === undefined || form === undefined || id === undefined) return null;
  return <Whole app={app} form={form} id={id} />;
}
