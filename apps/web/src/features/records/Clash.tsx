import { Alert, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { FieldConflict, FormKnown } from '@/api';
import { controlOf } from '@/controls';
import { useText } from '@/i18n';
import styles from './records.module.css';

/** Whose value a field gets. */
export type Side = 'theirs' | 'yours';

/** Fields that two people changed, and the revision that the other one made. */
export interface Clashed {
  revision: number;
  fields: readonly FieldConflict[];
  chosen: Readonly<Record<string, Side>>;
}

export function isSettled({ fields, chosen }: Clashed): boolean {
  return fields.every(({ field }) => field in chosen);
}

interface ClashProps {
  clash: Clashed;
  known: FormKnown;
  names: Readonly<Record<string, string>>;
  /** Who changed it as well. */
  other: string;
  choose: (conflict: FieldConflict, side: Side) => void;
}

interface SideProps extends Omit<ClashProps, 'clash' | 'choose' | 'other'> {
  field: string;
  value: unknown;
  words: string;
}

/** A value with whose it is. */
function SideValue({ field, value, words, known, names }: SideProps) {
  const { t } = useTranslation();
  const described = known.description.fields.find((one) => one.id === field);
  const control = described === undefined ? undefined : controlOf(described.kind);
  return (
    <span className={styles['clashSide']}>
      <span className={styles['faint']}>{words}</span>
      {value === null || control === undefined || described === undefined ? <span className={styles['faint']}>{t('records.blank')}</span> : <control.Display field={described} value={value} names={names} />}
    </span>
  );
}

/** Two people changed the same field: both values are shown, and the person says which one stays. */
export function Clash({ clash, known, names, other, choose }: ClashProps) {
  const { t } = useTranslation();
  const text = useText();
  const settled = isSettled(clash);
  return (
    <section className={styles['clash']} aria-label={t('records.clash')} data-invalid={!settled}>
      <Alert
        type={settled ? 'info' : 'warning'}
        showIcon
        title={t('records.clash_with', { name: other })}
        description={settled ? t('records.clash_settled') : t('records.clash_note')}
      />
      {clash.fields.map((conflict) => {
        const label = text(conflict.label);
        const side = { field: conflict.field, known, names };
        return (
          <fieldset key={conflict.field} className={styles['clashField']}>
            <legend>{label}</legend>
            <Radio.Group
              vertical
              name={`clash-${conflict.field}`}
              value={clash.chosen[conflict.field]}
              onChange={(event) => {
                choose(conflict, event.target.value === 'yours' ? 'yours' : 'theirs');
              }}
              options={[
                { value: 'theirs', label: <SideValue {...side} value={conflict.theirs} words={t('records.clash_theirs', { name: other })} /> },
                { value: 'yours', label: <SideValue {...side} value={conflict.yours} words={t('records.clash_yours')} /> },
              ]}
            />
          </fieldset>
        );
      })}
    </section>
  );
}
