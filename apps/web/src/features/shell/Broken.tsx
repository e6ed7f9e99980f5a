import { Link, useRouteError } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses } from '@/api';
import { Failed, Nothing, Page as PageFrame } from '@/components';

/** A page that broke: the frame around it goes on. */
export function Broken() {
  const error = useRouteError();
  return (
    <Failed
      error={error}
      retry={() => {
        window.location.reload();
      }}
    />
  );
}

/** An address that leads nowhere. */
export function Lost() {
  const { t } = useTranslation();
  return (
    <PageFrame title={t('state.not_found')}>
      <Nothing title={t('shell.lost')}>
        <Link to={addresses.work('todo')}>{t('shell.to_workbench')}</Link>
      </Nothing>
    </PageFrame>
  );
}
