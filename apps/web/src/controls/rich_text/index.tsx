import { Skeleton } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '@/api/narrow';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import styles from '../shared/shared.module.css';
import { Document } from './Document';

const Editor = lazy(() => import('./Editor'));

function Input(props: InputProps) {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<Skeleton active title={false} aria-label={t('input.rich.loading')} />}>
      <Editor {...props} />
    </Suspense>
  );
}

function Display({ value, compact }: DisplayProps) {
  if (compact === true) return <span className={styles['line']}>{textIn(value, 'text')}</span>;
  return <Document value={value} />;
}

export const control = defineControl({ kind: 'rich_text', Input, Display, filter: 'none', wide: true });
