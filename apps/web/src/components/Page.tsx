import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './components.module.css';

interface PageProps {
  title: string;
  /** Beside the title: a state, a count. */
  beside?: ReactNode;
  actions?: ReactNode;
  /** Under the title: tabs, filters. */
  below?: ReactNode;
  children: ReactNode;
}

/** A page of the frame: its title is also that of the window. */
export function Page({ title, beside, actions, below, children }: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = title === '' ? t('product.name') : `${title} · ${t('product.name')}`;
  }, [title, t]);
  return (
    <div className={styles['page']}>
      <header className={styles['head']}>
        <div className={styles['titleRow']}>
          <h1 className={styles['title']}>{title}</h1>
          {beside}
          <div className={styles['actions']}>{actions}</div>
        </div>
        {below}
      </header>
      <div className={styles['body']}>{children}</div>
    </div>
  );
}
