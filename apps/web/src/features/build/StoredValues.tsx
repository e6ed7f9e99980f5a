import { Alert, Button, Checkbox, Radio, Select, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addresses } from '@/api';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { exportTroubled, type Choice } from './queries';
import styles from './build.module.css';

type Step = components['schemas']['MigrationStep'];

/** So many records stand on a page. */
const onPage = 10;

const isOf = (choice: Choice, step: Step) => choice.form === step.form && choice.field === step.field;

function Troubled({ app, step, canExport }: { app: string; step: Step; canExport: boolean }) {
  const { t } = useTranslation();
  const text = useText();
  const isWhole = step.complete && step.samples.length === step.troubled;
  return (
    <>
      <Table
        size="small"
        rowKey="record"
        scroll={{ x: 'max-content' }}
        pagination={step.samples.length > onPage ? { pageSize: onPage, size: 'small', showSizeChanger: false } : false}
        dataSource={step.samples}
        columns={[
          { title: t('build.record'), key: 'record', render: (_, sample) => <Link to={addresses.record(app, step.form, sample.record)} target="_blank">{sample.title}</Link> },
          { title: t('build.value'), dataIndex: 'value', key: 'value', className: styles['said'] ?? '' },
          { title: t('build.why'), key: 'why', className: styles['said'] ?? '', render: (_, sample) => text(sample.why) },
        ]}
      />
      {!isWhole && <span className={styles['soft']}>{t('build.first_records', { count: step.samples.length })}</span>}
      {canExport && <Button type="link" className={styles['export'] ?? ''} onClick={() => { void exportTroubled(app, step.form, step.field); }}>{t('build.all_troubled')}</Button>}
    </>
  );
}

function Decision({ step, choice, decide }: { step: Step; choice: Choice; decide: (choice: Choice) => void }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <>
      {step.asks && (
        <>
          <Radio.Group
            className={styles['decision'] ?? ''}
            aria-label={t('build.unfit')}
            value={choice.blank === true}
            options={[{ value: false, label: t('build.unfit_block') }, { value: true, label: t('build.unfit_blank') }]}
            onChange={(event) => { decide({ ...choice, blank: event.target.value === true }); }}
          />
          {step.several && <Checkbox checked={choice.first === true} onChange={(event) => { decide({ ...choice, first: event.target.checked }); }}>{t('build.first')}</Checkbox>}
        </>
      )}
      {step.options.map((option) => (
        <label key={option.id} className={styles['row']}>
          {t('build.stands_for', { name: text(option.label) })}
          <Select
            aria-label={t('build.stands_for', { name: text(option.label) })}
            value={choice.options?.[option.id] ?? ''}
            options={[{ value: '', label: t('build.keep_option') }, ...step.successors.map((next) => ({ value: next.id, label: text(next.label) }))]}
            onChange={(value) => {
              const others = Object.entries(choice.options ?? {}).filter(([id]) => id !== option.id);
              decide({ ...choice, options: Object.fromEntries(value === '' ? others : [...others, [option.id, value]]) });
            }}
          />
        </label>
      ))}
    </>
  );
}

interface StoredValuesProps {
  app: string;
  steps: readonly Step[];
  canExport: boolean;
  choices: readonly Choice[];
  decide: (choices: Choice[]) => void;
}

/** What publishing does to stored values, field by field, and what is decided about them. */
export function StoredValues({ app, steps, canExport, choices, decide }: StoredValuesProps) {
  const { t } = useTranslation();
  const text = useText();
  if (steps.length === 0) return null;
  return (
    <section aria-label={t('build.stored')}>
      <h3>{t('build.stored')}</h3>
      {steps.map((step) => (
        <div key={`${step.form}.${step.field}.${step.change}`} className={styles['step']} role="group" aria-label={text(step.text)}>
          <strong>{text(step.text)}</strong>
          <span className={styles['soft']}>
            {t('build.touched', { count: step.touched })}
            {step.less > 0 && ` · ${t('build.less', { count: step.less })}`}
            {step.troubled > 0 && ` · ${t('build.troubled', { count: step.troubled })}`}
          </span>
          {!step.complete && <Alert type="warning" showIcon title={t('build.not_all')} />}
          {step.samples.length > 0 && <Troubled app={app} step={step} canExport={canExport} />}
          <Decision
            step={step}
            choice={choices.find((choice) => isOf(choice, step)) ?? { form: step.form, field: step.field }}
            decide={(choice) => { decide([...choices.filter((other) => !isOf(other, step)), choice]); }}
          />
        </div>
      ))}
    </section>
  );
}
