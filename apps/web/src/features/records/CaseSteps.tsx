import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowTrace } from '@/api';
import { Failed, StateTag } from '@/components';
import { useText } from '@/i18n';
import { useFormat } from '@/i18n/format';
import { zoneOf } from './services';
import { Steps, type StepsProps } from './Steps';
import { useTrace } from './useRecord';
import styles from './records.module.css';

interface CaseStepsProps extends StepsProps {
  app: string;
  form: string;
  id: string;
  trace: FlowTrace | undefined;
}

/** The way through the flow. A record that went through one several times has a choice of them. */
export function CaseSteps({ app, form, id, trace, ...rest }: CaseStepsProps) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat(zoneOf(rest.known));
  const [chosen, choose] = useState<string | undefined>();
  const shown = useTrace(app, form, id, chosen);
  const cases = trace?.cases ?? [];
  return (
    <>
      {cases.length > 1 && (
        <Select
          className={styles['cases'] ?? ''}
          aria-label={t('records.cases')}
          value={chosen ?? trace?.case ?? null}
          onChange={(key: string | null) => {
            choose(key === null || key === trace?.case ? undefined : key);
          }}
          options={cases.map((one, index) => ({
            value: one.id,
            label: (
              <span className={styles['caseOption']}>
                <span>{t('records.nth_case', { number: cases.length - index, flow: text(one.label), day: format.moment(one.started_at) })}</span>
                <StateTag state={one.state} />
              </span>
            ),
          }))}
        />
      )}
      {shown.isError ? <Failed error={shown.error} retry={() => void shown.refetch()} /> : <Steps {...rest} trace={chosen === undefined ? trace : shown.data} />}
    </>
  );
}
