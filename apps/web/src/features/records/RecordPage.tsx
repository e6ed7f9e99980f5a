import { useEffect } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, ask, client } from '@/api';
import { RecordScreen } from './RecordScreen';
import { useRecord } from './useRecord';

interface WholeProps {
  app: string;
  form: string;
  id: string;
}

function Whole({ app, form, id }: WholeProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useRecord(app, form, id);
  const title = data?.title ?? '';
  /** After acting, the next to-do opens; when there is none, the record stays in sight. */
  const openNext = async (): Promise<void> => {
    const { tasks } = await ask(client.GET('/api/tasks', { params: { query: { box: 'todo', limit: 2 } } }));
    const next = tasks.find((task) => task.link.record !== id);
    if (next !== undefined) void navigate(addresses.linked(next.link));
  };
  useEffect(() => {
    if (title !== '') document.title = `${title} · ${t('product.name')}`;
  }, [title, t]);
  return (
    <RecordScreen
      key={id}
      app={app}
      form={form}
      id={id}
      place="page"
      gone={() => void navigate(addresses.form(app, form), { replace: true })}
      acted={() => void openNext()}
    />
  );
}

/** A record on a page of its own. */
export function Page() {
  const { app, form, id } = useParams();
  if (app === undefined || form === undefined || id === undefined) return null;
  return <Whole key={id} app={app} form={form} id={id} />;
}
