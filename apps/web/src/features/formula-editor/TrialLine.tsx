import { Button, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { controlOf, filterOf, type Control, type FilterKind } from '@/controls';
import type { FieldDescription } from '@/engine';
import { useLocale, useText } from '@/i18n';
import { useDescription, type Ground } from './ground';
import { useSample, useTrial, type ChosenSample } from './sample';
import type { Trial } from './trial';
import styles from './formula-editor.module.css';

interface TrialLineProps {
  ground: Ground;
  formula: string;
  rowOf?: string | undefined;
  /** Whether the answer is read as yes or no. */
  condition: boolean;
}

/** The engine gives reasons in both languages. */
function reasonIn(reason: string, locale: string): string {
  const [zh = reason, en = zh] = reason.split(' / ');
  return locale === 'en' && en !== zh ? `${/^#\S+/.exec(reason)?.[0] ?? ''} ${en}` : zh;
}

function Answer({ trial, condition }: { trial: Trial; condition: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale((state) => state.locale);
  if (trial.state === 'pending') return <span>{t('formula-editor.pending')}</span>;
  if (trial.state === 'error') return <span className={styles['bad']}>{t('formula-editor.error', { reason: reasonIn(trial.reason, locale) })}</span>;
  if (trial.state === 'none') return null;
  const yes = /^(TRUE|[1-9].*)$/.test(trial.text);
  const text = condition ? t(yes ? 'formula-editor.holds' : 'formula-editor.fails') : trial.text === '' ? t('formula-editor.blank') : trial.text;
  return <strong className={styles['answer']}>= {text}</strong>;
}

/** So many values are shown beside the answer. */
const few = 6;

/** Values that can be put in without looking something up. */
const plain: readonly FilterKind[] = ['text', 'number', 'bool', 'date', 'time', 'choice', 'choices'];

interface Read {
  readonly field: FieldDescription;
  readonly value: unknown;
  readonly control: Control;
}

/** The fields of the form that a formula read on the way to its answer. */
function useReads(ground: Ground, trial: Trial | null): readonly Read[] {
  const description = useDescription(ground);
  const reads = trial?.state === 'answer' || trial?.state === 'error' ? trial.reads : [];
  const known = reads.flatMap(({ path, value }): readonly Read[] => {
    const field = description?.fields.find((one) => one.id === path);
    const control = field === undefined ? undefined : controlOf(field.kind);
    return field === undefined || control === undefined ? [] : [{ field, value, control }];
  });
  return known.slice(0, few);
}

function Reads({ reads, names }: { reads: readonly Read[]; names: Readonly<Record<string, string>> }) {
  const text = useText();
  const { t } = useTranslation();
  return (
    <ul className={styles['reads']}>
      {reads.map(({ field, value, control: { Display } }) => (
        <li key={field.id}>
          {text(field.label)} {value === null ? t('formula-editor.blank') : <Display field={field} value={value} names={names} compact />}
        </li>
      ))}
    </ul>
  );
}

/** Other values in place of the record's, to see what follows from them. */
function OtherValues({ reads, chosen, name }: { reads: readonly Read[]; chosen: ChosenSample; name: string }) {
  const text = useText();
  const id = useId();
  return (
    <div className={styles['values']} role="group" aria-label={name}>
      {reads.map(({ field, control: { Input } }) => (
        <div key={field.id}>
          <label id={`${id}-${field.id}-label`} htmlFor={`${id}-${field.id}`} className={styles['soft']}>{text(field.label)}</label>
          <Input
            id={`${id}-${field.id}`}
            field={field}
            value={chosen.valueOf(field.id)}
            path={field.id}
            disabled={false}
            invalid={false}
            required={false}
            describedBy={undefined}
            compact
            onChange={(value) => {
              chosen.put(field.id, value);
            }}
            onFill={chosen.put}
          />
        </div>
      ))}
    </div>
  );
}

/** The answer on a sample record, which record that is, and what was read of it. */
export function TrialLine({ ground, formula, rowOf, condition }: TrialLineProps) {
  const { t } = useTranslation();
  const chosen = useSample(ground);
  const trial = useTrial(ground, chosen, formula, rowOf);
  const [trying, setTrying] = useState(false);
  const reads = useReads(ground, trial);
  const kept = useKept(reads, trial?.state === 'answer' || trial?.state === 'error');
  const entered = kept.filter(({ field, control }) => field.origin === 'entered' && plain.includes(filterOf(control, field)));
  if (formula.trim() === '') return null;
  const options = [...chosen.rows.map(({ id, title }) => ({ value: id, label: title === '' ? t('formula-editor.untitled') : title })), { value: '', label: t('formula-editor.blank_record') }];
  return (
    <div className={styles['trial']}>
      <span role="status" aria-live="polite">
        {trial !== null && <Answer trial={trial} condition={condition} />}
      </span>
      {ground.form !== null && (
        <Select
          size="small"
          variant="borderless"
          className={styles['sample'] ?? ''}
          popupMatchSelectWidth={false}
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('formula-editor.sample')}
          title={t('formula-editor.sample')}
          value={chosen.id}
          options={options}
          onChange={chosen.choose}
        />
      )}
      {kept.length > 0 && (
        <div className={styles['tried']}>
          {!trying && <Reads reads={kept} names={chosen.names} />}
          {trying && <OtherValues reads={entered} chosen={chosen} name={t('formula-editor.other_values')} />}
          {entered.length > 0 && (
            <Button type="link" size="small" className={styles['try'] ?? ''} onClick={() => { setTrying(!trying); }}>
              {t(trying ? 'formula-editor.enough' : 'formula-editor.other_values')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function mark(list: readonly Read[]): string {
  return JSON.stringify(list.map(({ field, value }) => [field.id, value]));
}

/** What was read last stays while the next answer is worked out, so that nothing jumps while somebody types. */
function useKept(reads: readonly Read[], answered: boolean): readonly Read[] {
  const [kept, setKept] = useState(reads);
  if (answered && mark(kept) !== mark(reads)) setKept(reads);
  return kept;
}
