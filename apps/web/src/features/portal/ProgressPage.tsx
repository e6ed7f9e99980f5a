import { CheckOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { Failed, Waiting } from '@/components';
import type { components } from '@/generated/api';
import { useLocale, useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import styles from './portal.module.css';

type State = components['schemas']['ProgressState'];

function stageOf(state: State): 'current' | 'passed' | 'ahead' {
  if (state.current) return 'current';
  return state.passed ? 'passed' : 'ahead';
}

function Dots({ states }: { states: readonly State[] }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ol className={styles['dots']} aria-label={t('portal.progress')}>
      {states.map((state) => {
        const stage = stageOf(state);
        return (
          <li key={state.id} className={styles['dot']} data-stage={stage} aria-current={state.current ? 'step' : undefined}>
            <span className={styles['ball']}>{stage === 'passed' && <CheckOutlined aria-hidden />}</span>
            <span>{text(state.label)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** How far the case is, in public words. */
export function ProgressPage({ token }: { token: string }) {
  const { t } = useTranslation();
  const text = useText();
  const locale = useLocale((state) => state.locale);
  const format = useFormat();
  const progress = useQuery({
    queryKey: ['progress', token, locale],
    queryFn: () => ask(client.GET('/api/public/progress/{token}', { params: { path: { token } } })),
    refetchInterval: 30_000,
  });
  const title = text(progress.data?.label);
  useEffect(() => {
    document.title = title === '' ? t('portal.progress') : `${t('portal.progress')} · ${title}`;
  }, [title, t]);
  if (progress.isError) return <Failed error={progress.error} retry={() => void progress.refetch()} />;
  if (progress.isPending) return <Waiting lines={6} />;
  const { states, fields, filed_at } = progress.data;
  const promise = text(states.find((state) => state.current)?.promise);
  return (
    <>
      <h1>{t('portal.progress')}</h1>
      <p className={styles['soft']}>{[title, t('portal.filed', { time: format.moment(filed_at) })].filter((part) => part !== '').join(' · ')}</p>
      <section className={styles['card']}>
        <Dots states={states} />
        {promise !== '' && <p className={styles['promise']}>{promise}</p>}
      </section>
      <dl className={styles['facts']}>
        {fields.map((field) => (
          <div key={text(field.label)} className={styles['fact']}>
            <dt>{text(field.label)}</dt>
            <dd>{field.text === '' ? '—' : field.text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
