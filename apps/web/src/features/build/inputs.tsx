import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Json } from '@/api';
import { labelled } from '@/definition';
import { ConditionEditor, FormulaEditor } from '@/features/formula-editor';
import { useGround } from './ground';
import styles from './build.module.css';

interface LabelInputProps {
  /** What the label is of, for the names of the inputs. */
  name: string;
  value: unknown;
  onChange: (value: Json | undefined) => void;
  long?: boolean;
}

/** A text in Chinese and in English. */
export function LabelInput({ name, value, onChange, long }: LabelInputProps) {
  const { t } = useTranslation();
  const label = labelled(value);
  const texts: Readonly<Record<string, string>> = typeof label === 'string' ? { 'zh-CN': label } : (label ?? {});
  const change = (locale: string, text: string): void => {
    const next = { ...texts, [locale]: text };
    const filled = Object.fromEntries(Object.entries(next).filter(([, one]) => one !== ''));
    onChange(Object.keys(filled).length === 0 ? undefined : filled);
  };
  const input = (locale: 'zh-CN' | 'en', word: string) => {
    const common = { lang: locale, 'aria-label': t('build.in_language', { name, language: word }), placeholder: word, value: texts[locale] ?? '' };
    return long === true ? (
      <Input.TextArea {...common} className={styles['long'] ?? ''} rows={1} onChange={(event) => { change(locale, event.target.value); }} />
    ) : (
      <Input {...common} onChange={(event) => { change(locale, event.target.value); }} />
    );
  };
  return (
    <div className={styles['label']}>
      {input('zh-CN', t('build.zh'))}
      {input('en', t('build.en'))}
    </div>
  );
}

interface FormulaInputProps {
  name: string;
  value: unknown;
  /** Whether it is a condition: then it can be put together from fields, too. */
  condition?: boolean;
  /** The sub-table in whose rows it is worked out. */
  rowOf?: string | undefined;
  /** The type that must hold the answer, as the engine names types. */
  wanted?: unknown;
  onChange: (value: string | undefined) => void;
}

/** Where a formula is written; what it may name follows from the object on the page. */
export function FormulaInput({ value, condition = false, onChange, ...rest }: FormulaInputProps) {
  const ground = useGround();
  const Written = condition ? ConditionEditor : FormulaEditor;
  return <Written {...rest} ground={ground} value={typeof value === 'string' ? value : ''} onChange={(formula) => { onChange(formula === '' ? undefined : formula); }} />;
}
