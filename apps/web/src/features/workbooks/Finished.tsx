import { Alert, Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addresses } from '@/api';
import type { Made } from './queries';
import { Places } from './Places';

/** The app is there: the way into it, and the rows that it refused. */
export function Finished({ made, again }: { made: Made; again: () => void }) {
  const { t } = useTranslation();
  const ways = [
    <Link key="app" to={addresses.app(made.app)}><Button type="primary">{t('workbooks.open_app')}</Button></Link>,
    <Link key="build" to={`/build/${made.app}`}><Button>{t('workbooks.go_on_building')}</Button></Link>,
    <Button key="again" onClick={again}>{t('workbooks.another')}</Button>,
  ];
  return (
    <>
      <Result status="success" title={t('workbooks.made')} subTitle={t('workbooks.filed', { count: made.filed })} extra={ways} />
      {made.unfiled.length > 0 && <Alert showIcon type="warning" title={t('workbooks.unfiled', { count: made.unfiled.length })} description={<Places places={made.unfiled} />} />}
    </>
  );
}
