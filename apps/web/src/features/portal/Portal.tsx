import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useEffect } from 'react';
import { Nothing } from '@/components';
import { useLocale } from '@/i18n';
import { FilingPage } from './FilingPage';
import { ProgressPage } from './ProgressPage';
import styles from './portal.module.css';

function Nowhere() {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('portal.not_here');
  }, [t]);
  return (
    <Nothing title={t('portal.not_here')} />
  );
}

/** `/p/progress/<token>` is a private page; `/p/<app>/<portal>` is a form by link. */
function PublicPage({ path }: { path: string }) {
  const [, , first = '', second = ''] = path.split('/');
  if (first === 'progress' && second !== '') return <ProgressPage token={decodeURIComponent(second)} />;
  if (first !== '' && second !== '') return <FilingPage app={decodeURIComponent(first)} portal={decodeURIComponent(second)} />;
  return <Nowhere />;
}

/** One column, one thumb, no menu. */
export function Portal() {
  const locale = useLocale((state) => state.locale);
  const chooseLocale = useLocale((state) => state.chooseLocale);
  const other = locale === 'zh-CN' ? 'en' : 'zh-CN';
  return (
    <div className={styles['page']}>
      <div className={styles['bar']}>
        <img src="/favicon.svg" alt="" className={styles['mark']} />
        <Button
          type="text"
          lang={other}
          onClick={() => {
            chooseLocale(other);
          }}
        >
          {other === 'en' ? 'English' : '中文'}
        </Button>
      </div>
      <main className={styles['column']}>
        <PublicPage path={window.location.pathname} />
      </main>
    </div>
  );
}
