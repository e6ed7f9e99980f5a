import { Checkbox, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { FieldRow } from './FieldRow';
import { Questions } from './Questions';
import type { Kind, ProposedForm } from './queries';
import { decideForm, formDecision, type Wishes } from './wishes';
import styles from './workbooks.module.css';

interface FormReviewProps {
  form: ProposedForm;
  kinds: readonly Kind[];
  /** The workbook says exactly what it wants: there is nothing to decide. */
  exact: boolean;
  wishes: Wishes;
  change: (wishes: Wishes) => void;
}

/** A form with its fields, in the order of the sheet. */
export function FormReview({ form, kinds, exact, wishes, change }: FormReviewProps) {
  const { t } = useTranslation();
  const text = useText();
  const decision = formDecision(wishes, form.id);
  const taken = decision.leave_out !== true;
  const name = decision.label ?? text(form.label);
  return (
    <section className={styles['card']} aria-label={name}>
      <header className={styles['formHead']}>
        {!exact && <Checkbox checked={taken} aria-label={t('workbooks.take_form', { form: name })} onChange={(event) => { change(decideForm(wishes, form.id, { leave_out: !event.target.checked })); }} />}
        {exact ? <h2>{name}</h2> : <Input className={styles['formName'] ?? ''} disabled={!taken} aria-label={t('workbooks.form_name')} value={name} onChange={(event) => { change(decideForm(wishes, form.id, { label: event.target.value })); }} />}
        <span className={styles['soft']}>{t(`workbooks.${form.layout}`, { sheet: form.sheet, count: form.fields.length })}</span>
      </header>
      {taken && typeof form.print === 'object' && form.print !== null && (
        <Checkbox checked={decision.without_print !== true} onChange={(event) => { change(decideForm(wishes, form.id, { without_print: !event.target.checked })); }}>
          {t(form.layout === 'printed' ? 'workbooks.print_of_sheet' : 'workbooks.print_of_record', { paper: t(form.print.landscape ? 'workbooks.across' : 'workbooks.upright', { size: form.print.size }) })}
        </Checkbox>
      )}
      {taken && exact && <Questions fields={form.fields} kinds={kinds} />}
      {taken && !exact && (
        <div className={styles['fields']} role="table" aria-label={t('workbooks.fields')}>
          <div className={styles['fieldHead']} role="row">
            {['take', 'field', 'kind', 'required', 'why'].map((column) => <span key={column} role="columnheader">{t(`workbooks.${column}`)}</span>)}
          </div>
          {form.fields.map((field) => (
            <FieldRow key={field.path} form={form.id} field={field} kinds={kinds} wishes={wishes} change={change} />
          ))}
        </div>
      )}
    </section>
  );
}
