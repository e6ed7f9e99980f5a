import { Tag } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { controlOf } from '@/controls';
import { Calculated } from '@/controls/shared/Calculated';
import type { Description, FieldDescription } from '@/engine';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { isBlank } from './FieldBox';
import { layoutFor } from './FormView';
import { LayoutView } from './LayoutView';
import { overrulerOf, overrulersIn } from './overruling';
import styles from './form.module.css';

interface ReadViewProps {
  description: Description;
  values: Readonly<Record<string, unknown>>;
  names: Readonly<Record<string, string>>;
  /** Whether a field applies to this record; one that the logic hides is left out. */
  shows: (field: FieldDescription) => boolean;
}

/** A record to read: the same places as in the form, so that nothing jumps when editing begins. */
export function ReadView({ description, values, names, shows }: ReadViewProps) {
  const { t } = useTranslation();
  const text = useText();
  const layout = layoutFor(description, useNarrow() ? 'phone' : 'desktop');
  if (layout === undefined) return null;
  const overrulers = overrulersIn(description, layout);
  const hasPlace = (field: FieldDescription): boolean => !overrulers.has(field.id) && shows(field);
  const renderField = (field: FieldDescription, wide: boolean): ReactNode => {
    const control = controlOf(field.kind);
    if (control === undefined || !hasPlace(field)) return null;
    const value = values[field.id] ?? null;
    const by = overrulerOf(field);
    const byHand = by !== undefined && !isBlank(values[by]);
    const blank = isBlank(value) && control.draws !== true;
    const shown = blank ? <span className={styles['blank']}>—</span> : <control.Display field={field} value={value} names={names} />;
    return (
      <div key={field.id} className={styles['field']} data-wide={wide || control.wide === true} data-field={field.id}>
        <span className={styles['label']} id={`r-${field.id}-label`}>
          {text(field.label)}
        </span>
        <div className={styles['read']} role="group" aria-labelledby={`r-${field.id}-label`}>
          {field.kind === 'computed' && !blank && !byHand ? (
            <Calculated id={`r-${field.id}`} field={field}>
              {shown}
            </Calculated>
          ) : (
            shown
          )}
          {byHand && <Tag className={styles['byHand'] ?? ''}>{t('form.by_hand')}</Tag>}
        </div>
      </div>
    );
  };
  return (
    <div className={styles['form']}>
      <LayoutView description={description} layout={layout} shows={hasPlace} renderField={renderField} />
    </div>
  );
}
