import { Navigate, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useApps } from '@/api';
import { Nothing, Waiting } from '@/components';
import { flatMenu } from './currentApp';

/** The address of an app opens the first thing in its menu. */
export function Page() {
  const { t } = useTranslation();
  const { app: id } = useParams();
  const { data: apps } = useApps();
  if (apps === undefined) return <Waiting />;
  const app = apps.find((one) => one.id === id);
  const first = app === undefined ? undefined : flatMenu(app.menu)[0];
  if (app === undefined || first === undefined) return <Nothing title={app === undefined ? t('shell.lost') : t('shell.empty_app')} />;
  const to = first.kind === 'form' ? addresses.form(app.id, first.form) : addresses.dashboard(app.id, first.dashboard);
  return <Navigate to={to} replace />;
}
