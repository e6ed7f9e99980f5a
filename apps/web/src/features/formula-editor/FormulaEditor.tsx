import { FunctionOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettled } from '@/components';
import { textOf, useLocale, useText } from '@/i18n';
import type { EditorHandle } from './Editor';
import type { Ground } from './ground';
import { speak, type Finding, type Help, type Language, type Signature } from './language';
import { toCharacters } from './places';
import type { Ask } from './setup';
import { TrialLine } from './TrialLine';
import styles from './formula-editor.module.css';

const Editor = lazy(() => import('./Editor'));

export interface FormulaEditorProps {
  /** What the formula is for; the name of the input. */
  name: string;
  value: string;
  /** What it may speak of; null while that is not known. */
  ground: Ground | null;
  /** The sub-table in whose rows it is worked out. */
  rowOf?: string | undefined;
  /** The type that must hold the answer, as the engine names types. */
  wanted?: unknown;
  /** Whether the answer is read as yes or no. */
  condition?: boolean;
  onChange: (formula: string) => void;
}

/** The language of the ground, as soon as the engine is there. */
function useLanguage(ground: Ground | null): Language | null {
  const [language, setLanguage] = useState<Language | null>(null);
  useEffect(() => {
    if (ground === null) return undefined;
    let gone = false;
    speak(ground)
      .then((spoken) => {
        if (!gone) setLanguage(spoken);
      })
      // Without the engine the formula can still be written; the findings of the draft tell what is wrong.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [ground]);
  return language;
}

/** How a function is written, with the argument at the cursor marked. */
function Usage({ signature }: { signature: Signature }) {
  const [, head = '', inside = ''] = /^([^(]*\()(.*)\)$/.exec(signature.usage) ?? [];
  const parts = inside.split(', ');
  const here = Math.min(signature.argument, parts.length - 1);
  return (
    <div className={styles['signature']}>
      <code>
        {head}
        {parts.map((part, index) => (
          <span key={`${part}/${String(index)}`}>
            {index > 0 && ', '}
            {index === here ? <strong>{part}</strong> : part}
          </span>
        ))}
        )
      </code>
      <span>{signature.help}</span>
      {signature.wanted !== '' && <span>{signature.wanted}</span>}
    </div>
  );
}

function FindingList({ findings, formula }: { findings: readonly Finding[]; formula: string }) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <ul className={styles['findings']}>
      {findings.map((finding) => {
        const [from, to] = [toCharacters(formula, finding.from) + 1, toCharacters(formula, finding.to)];
        const place = to <= from ? t('formula-editor.at', { place: from }) : t('formula-editor.from_to', { from, to });
        return (
          <li key={`${finding.code}/${String(finding.from)}`}>
            <span className="visually-hidden">{place}</span>
            {text(finding.message)}
            {text(finding.hint) !== '' && <span className={styles['soft']}> {text(finding.hint)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

const noFaults: readonly never[] = [];

/** Where a formula is written: fields by their names, completion, what is wrong, what it answers. */
export function FormulaEditor({ name, value, ground, rowOf, wanted, condition = false, onChange }: FormulaEditorProps) {
  const { t } = useTranslation();
  const locale = useLocale((state) => state.locale);
  const id = useId();
  const handle = useRef<EditorHandle>(null);
  const language = useLanguage(ground);
  const [help, setHelp] = useState<Help | null>(null);
  const [focused, setFocused] = useState(false);
  const kind = JSON.stringify(wanted);
  const ask = useMemo((): Ask => {
    return (formula, cursor) => {
      try {
        return language?.ask({ formula, cursor, locale, rowOf, wanted: kind === undefined ? undefined : JSON.parse(kind) }) ?? null;
      } catch {
        return null;
      }
    };
  }, [language, locale, rowOf, kind]);
  // Half a word is no fault: what is wrong is said when nothing was typed for a moment.
  const settled = useSettled(value, 500);
  const quiet = settled !== value || value.trim() === '' || help === null;
  const findings = quiet ? noFaults : help.findings;
  const faults = useMemo(() => findings.map((found) => ({ from: found.from, to: found.to, words: [textOf(found.message, locale), textOf(found.hint, locale)].filter((words) => words !== '').join(' ') })), [findings, locale]);
  return (
    <div className={styles['formula']}>
      <div className={styles['box']} data-wrong={findings.length > 0}>
        <Suspense fallback={<div className={styles['waiting']} />}>
          <Editor
            name={name}
            describedBy={id}
            hint={t('formula-editor.hint')}
            value={value}
            ask={ask}
            faults={faults}
            handle={handle}
            onChange={onChange}
            onHelp={(next, has) => {
              setHelp(next);
              setFocused(has);
            }}
          />
        </Suspense>
        <Button
          type="text"
          size="small"
          className={styles['offer'] ?? ''}
          icon={<FunctionOutlined aria-hidden />}
          title={t('formula-editor.offer')}
          aria-label={t('formula-editor.offer_for', { name })}
          onClick={() => handle.current?.offer()}
        />
      </div>
      <div id={id} aria-live="polite">
        {focused && help?.signature !== null && help?.signature !== undefined && <Usage signature={help.signature} />}
        {findings.length > 0 && <FindingList findings={findings} formula={value} />}
      </div>
      {findings.length === 0 && ground !== null && (
        <div className={styles['foot']}>
          {help?.type !== null && help?.type !== undefined && value.trim() !== '' && <span className={styles['soft']}>{t('formula-editor.gives', { type: help.type })}</span>}
          <TrialLine ground={ground} formula={value} rowOf={rowOf} condition={condition} />
        </div>
      )}
    </div>
  );
}
