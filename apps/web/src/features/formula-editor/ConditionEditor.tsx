import { Segmented } from 'antd';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Waiting } from '@/components';
import type { Group } from './Conditions';
import type { Description } from '@/engine';
import { columnsOf, type Column } from '@/features/filters';
import { readConditions, waysOf, writeConditions, type Subject } from './conditions';
import { FormulaEditor, type FormulaEditorProps } from './FormulaEditor';
import { useDescription, type Ground } from './ground';
import { TrialLine } from './TrialLine';
import styles from './formula-editor.module.css';

const GroupBox = lazy(async () => ({ default: (await import('./Conditions')).GroupBox }));

const noRights = {};

/** The fields that conditions may speak of; in the rows of a sub-table its columns come first and hide fields of the same id. */
function columnsFor(description: Description, rowOf: string | undefined, t: (key: string) => string): readonly Column[] {
  const own = columnsOf(description, noRights, t);
  const table = description.fields.find((field) => field.id === rowOf);
  const ofRow = table === undefined ? [] : columnsOf({ ...description, fields: table.columns }, noRights, t).filter((column) => column.field !== null);
  const hidden = new Set(ofRow.map((column) => column.id));
  const all = [...ofRow, ...own.filter((column) => !hidden.has(column.id))].filter((column) => waysOf(subjectOf(column)).length > 0);
  return all.map((column) => (column.id === '_flow' ? { ...column, options: [noFlow(t), ...column.options] } : column));
}

/** Formulas are asked before a flow begins, too. */
function noFlow(t: (key: string) => string): Column['options'][number] {
  return { id: 'none', label: t('formula-editor.no_flow'), tone: 'neutral', retired: false, parent: null, leaf: true };
}

function subjectOf({ id, filter, people, options }: Column): Subject {
  return { id, filter, people, options: options.map((option) => option.id) };
}

interface ConditionsProps extends FormulaEditorProps {
  ground: Ground;
  columns: readonly Column[];
  read: Group;
}

function Conditions({ name, value, ground, rowOf, columns, read, onChange }: ConditionsProps) {
  const subjects = useMemo(() => columns.map(subjectOf), [columns]);
  const [draft, setDraft] = useState<Group>(read);
  // What is being put together stays; a formula that came from elsewhere replaces it.
  const group = writeConditions(draft, subjects) === value ? draft : read;
  return (
    <>
      <Suspense fallback={<Waiting lines={1} />}>
        <GroupBox
          // An instant is compared with a day.
          columns={columns.map((column) => (column.filter === 'instant' ? { ...column, filter: 'date' as const } : column))}
          group={group}
          depth={0}
          disabled={false}
          label={name}
          operators={(field) => {
            const subject = subjects.find(({ id }) => id === field);
            return subject === undefined ? [] : waysOf(subject);
          }}
          put={(next) => {
            setDraft(next);
            const written = writeConditions(next, subjects);
            if (written !== value) onChange(written);
          }}
        />
      </Suspense>
      <TrialLine ground={ground} formula={value} rowOf={rowOf} condition />
    </>
  );
}

/** A condition, put together from fields or written as a formula: the same thing in two ways. */
export function ConditionEditor(props: FormulaEditorProps) {
  const { t } = useTranslation();
  const { name, value, ground, rowOf } = props;
  const description = useDescription(ground);
  const columns = useMemo(() => (description === null || description === undefined ? null : columnsFor(description, rowOf, t)), [description, rowOf, t]);
  const read = useMemo(() => (columns === null ? null : readConditions(value, columns.map(subjectOf))), [columns, value]);
  const [way, setWay] = useState<'conditions' | 'formula'>('conditions');
  const together = way === 'conditions' && read !== null;
  if (description === undefined) return <Waiting lines={2} />;
  return (
    <div className={styles['ways']}>
      <Segmented<'conditions' | 'formula'>
        size="small"
        className={styles['way'] ?? ''}
        aria-label={t('formula-editor.way', { name })}
        value={together ? 'conditions' : 'formula'}
        options={[
          { value: 'conditions', label: t('formula-editor.conditions'), disabled: read === null, ...(read === null ? { title: t('formula-editor.no_conditions') } : {}) },
          { value: 'formula', label: t('formula-editor.formula') },
        ]}
        onChange={setWay}
      />
      {together && columns !== null && ground !== null ? <Conditions {...props} ground={ground} columns={columns} read={read} /> : <FormulaEditor {...props} condition />}
    </div>
  );
}
