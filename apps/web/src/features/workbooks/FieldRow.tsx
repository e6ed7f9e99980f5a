import { Button, Checkbox, Input, Popover, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useText } from '@/i18n';
import { Places } from './Places';
import type { Kind, ProposedField } from './queries';
import { decideField, fieldDecision, sure, type FieldDecision, type Wishes } from './wishes';
import styles from './workbooks.module.css';

interface FieldRowProps {
  form: string;
  field: ProposedField;
  kinds: readonly Kind[];
  wishes: Wishes;
  change: (wishes: Wishes) => void;
}

/** A field: taken or not, its name, what it holds, and why that was decided. */
export function FieldRow({ form, field, kinds, wishes, change }: FieldRowProps) {
  const { t } = useTranslation();
  const text = useText();
  const decision = fieldDecision(wishes, form, field.path);
  const taken = decision.leave_out !== true;
  const name = decision.label ?? text(field.label);
  const kind = decision.kind ?? field.kind;
  const decide = (made: FieldDecision): void => {
    change(decideField(wishes, form, field.path, made));
  };
  const doubtful = taken && decision.kind === undefined && field.confidence < sure;
  const nested = field.path.includes('/');
  return (
    <div className={styles['field']} role="row" data-doubtful={doubtful} data-nested={nested}>
      <span role="cell"><Checkbox checked={taken} aria-label={t('workbooks.take_field', { field: name })} onChange={(event) => { decide({ leave_out: !event.target.checked }); }} /></span>
      <span role="cell"><Input disabled={!taken} aria-label={t('workbooks.name_of', { field: name })} value={name} onChange={(event) => { decide({ label: event.target.value }); }} /></span>
      <span role="cell">
        <Select
          className={styles['kind'] ?? ''}
          disabled={!taken || isFixed(field.kind)}
          aria-label={t('workbooks.kind_of', { field: name })}
          value={kind}
          options={optionsOf(field, kinds, text)}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(chosen: string) => { decide({ kind: chosen }); }}
        />
      </span>
      <span role="cell" className={styles['required']}>
        <Checkbox checked={decision.required ?? field.required} disabled={!taken || isFixed(kind)} aria-label={t('workbooks.required_of', { field: name })} onChange={(event) => { decide({ required: event.target.checked }); }}>
          <span className={styles['onPhone']}>{t('workbooks.required')}</span>
        </Checkbox>
      </span>
      <span role="cell">
        {field.evidence.length > 0 && (
          <Popover trigger="click" title={t('workbooks.why_of', { field: name })} content={<Reasons field={field} />}>
            <Button type="link" size="small">{doubtful ? t('workbooks.please_check') : t('workbooks.reasons', { count: field.evidence.length })}</Button>
          </Popover>
        )}
      </span>
    </div>
  );
}

function Reasons({ field }: { field: ProposedField }) {
  const { t } = useTranslation();
  return (
    <div className={styles['reasons']}>
      <p className={styles['soft']}>{t('workbooks.confidence', { percent: Math.round(field.confidence * 100) })}</p>
      <Places places={field.evidence} />
      {field.options.length > 0 && <p>{t('workbooks.options', { options: field.options.slice(0, 12).join('、') })}</p>}
      {typeof field.formula === 'string' && <code>{field.formula}</code>}
    </div>
  );
}

/** Tables and formulas are what they are. */
function isFixed(kind: string): boolean {
  return kind === 'sub_table';
}

/** The likeliest kinds first. */
function optionsOf(field: ProposedField, kinds: readonly Kind[], text: (label: Kind['label']) => string): { value: string; label: string }[] {
  const first = [field.kind, ...field.alternatives];
  const rank = (kind: Kind): number => (first.includes(kind.id) ? first.indexOf(kind.id) : first.length);
  const offered = kinds.filter((kind) => kind.choosable || kind.id === field.kind);
  const options = offered.toSorted((one, other) => rank(one) - rank(other)).map((kind) => ({ value: kind.id, label: text(kind.label) }));
  return options.some((option) => option.value === field.kind) ? options : [{ value: field.kind, label: field.kind }, ...options];
}
