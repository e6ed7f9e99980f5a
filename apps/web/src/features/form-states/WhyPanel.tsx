import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isText, type FormKnown } from '@/api';
import type { Reason } from '@/engine';
import { useFormVersionOf, type FormController } from '@/features/form';
import { useText } from '@/i18n';
import styles from './states.module.css';

interface WhyProps {
  known: FormKnown;
  controller: FormController;
  labelOf: (path: string) => string | undefined;
}

function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  return isText(value) ? value : JSON.stringify(value);
}

function ReasonLine({ reason, labelOf }: { reason: Reason; labelOf: (path: string) => string | undefined }) {
  const { t } = useTranslation();
  const words = reason.formula?.replaceAll(/\{([^{}]+)\}/g, (whole, path: string) => labelOf(path) ?? whole) ?? '';
  return (
    <li>
      <strong>{t(`form-states.aspect.${reason.aspect}.${reason.holds ? 'holds' : 'fails'}`)}</strong>
      <span>{reason.by === 'formula' ? <code>{words}</code> : t(`form-states.by.${reason.by}`)}</span>
      {reason.reads.length > 0 && (
        <span className={styles['reads']}>
          {reason.reads.map(({ path, value }) => `${labelOf(path) ?? path} = ${valueText(value)}`).join(t('form-states.and'))}
        </span>
      )}
    </li>
  );
}

/** Why a field is as it is: answered by the engine, again with every change of the form. */
export function WhyPanel({ known, controller, labelOf }: WhyProps) {
  const { t } = useTranslation();
  const text = useText();
  const [field, setField] = useState<string | null>(null);
  useFormVersionOf(controller);
  const reasons = field === null ? [] : controller.session.why(field);
  return (
    <section className={styles['why']} aria-label={t('form-states.why')}>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        allowClear
        className={styles['whyField'] ?? ''}
        placeholder={t('form-states.why')}
        aria-label={t('form-states.why')}
        value={field}
        options={known.description.fields.map((one) => ({ value: one.id, label: text(one.label) }))}
        onChange={(chosen: string | undefined) => {
          setField(chosen ?? null);
        }}
      />
      {field !== null && (
        <ul className={styles['reasons']} aria-live="polite">
          {reasons.length === 0 ? <li>{t('form-states.no_reason')}</li> : reasons.map((reason) => <ReasonLine key={`${reason.aspect}/${reason.by}/${reason.formula ?? ''}`} reason={reason} labelOf={labelOf} />)}
        </ul>
      )}
    </section>
  );
}
