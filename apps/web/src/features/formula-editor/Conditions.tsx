import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, textIn } from '@/api/narrow';
import { needsNoValue, OperandInput, type Column } from '@/features/filters';
import type { Condition, Operator } from '@/generated/definition';
import { useText } from '@/i18n';
import styles from '@/controls/shared/pick.module.css';

/** Groups of conditions as they stand in the value. */
export interface Group {
  all: boolean;
  parts: readonly (Group | Draft)[];
}

/** A condition on its way: without a value it is not kept yet. */
export type Draft = Condition;

export function isGroup(part: Group | Draft): part is Group {
  return 'parts' in part;
}

interface GroupProps {
  columns: readonly Column[];
  group: Group;
  depth: number;
  disabled: boolean;
  label: string;
  /** How a formula can compare a field. */
  operators: (field: string) => readonly Operator[];
  put: (group: Group) => void;
  remove?: () => void;
}

const deepest = 4;

export function GroupBox({ columns, group, depth, disabled, label, operators: operatorsFor, put, remove }: GroupProps) {
  const { t } = useTranslation();
  const text = useText();
  const replace = (at: number, part: Group | Draft | null): void => {
    put({ ...group, parts: group.parts.flatMap((one, index) => (index === at ? (part === null ? [] : [part]) : [one])) });
  };
  const fresh = (field: string): Draft | null => {
    const [op] = operatorsFor(field);
    return op === undefined ? null : { field, op };
  };
  const add = (): void => {
    const draft = fresh(columns[0]?.id ?? '');
    if (draft !== null) put({ ...group, parts: [...group.parts, draft] });
  };
  return (
    <div className={styles['group']} role="group" aria-label={label}>
      <span className={styles['row']}>
        <Segmented<string>
          size="small"
          aria-label={t('pick.holds')}
          disabled={disabled}
          options={[
            { value: 'and', label: t('pick.all_hold') },
            { value: 'or', label: t('pick.one_holds') },
          ]}
          value={group.all ? 'and' : 'or'}
          onChange={(value) => {
            put({ ...group, all: value === 'and' });
          }}
        />
        {remove !== undefined && !disabled && (
          <Button size="small" type="text" icon={<DeleteOutlined aria-hidden />} aria-label={t('pick.remove_group')} onClick={remove} />
        )}
      </span>
      {group.parts.map((part, index) =>
        isGroup(part) ? (
          <GroupBox
            key={index}
            columns={columns}
            group={part}
            depth={depth + 1}
            disabled={disabled}
            label={t('pick.group', { number: index + 1 })}
            operators={operatorsFor}
            put={(next) => {
              replace(index, next);
            }}
            remove={() => {
              replace(index, null);
            }}
          />
        ) : (
          <div key={index} className={styles['condition']}>
            <div className={styles['conditionParts']}>
              <Select
                aria-label={t('filters.field')}
                disabled={disabled}
                showSearch={{ optionFilterProp: 'label' }}
                options={columns.map((column) => ({ value: column.id, label: text(column.label) }))}
                value={part.field}
                onChange={(field) => {
                  replace(index, fresh(field));
                }}
              />
              <Select
                aria-label={t('filters.way')}
                disabled={disabled}
                options={operatorsFor(part.field).map((op) => ({ value: op, label: t(`filters.operator.${op}`) }))}
                value={part.op}
                onChange={(op) => {
                  replace(index, { field: part.field, op });
                }}
              />
              <Operand columns={columns} draft={part} put={(next) => { replace(index, next); }} />
            </div>
            {!disabled && (
              <Button
                type="text"
                icon={<DeleteOutlined aria-hidden />}
                aria-label={t('pick.remove_condition', { number: index + 1 })}
                onClick={() => {
                  replace(index, null);
                }}
              />
            )}
          </div>
        ),
      )}
      {!disabled && (
        <span className={styles['row']}>
          <Button size="small" type="dashed" icon={<PlusOutlined aria-hidden />} disabled={columns.length === 0} onClick={add}>
            {t('pick.add_condition')}
          </Button>
          {depth < deepest && (
            <Button
              size="small"
              type="dashed"
              icon={<PlusOutlined aria-hidden />}
              disabled={columns.length === 0}
              onClick={() => {
                const draft = fresh(columns[0]?.id ?? '');
                put({ ...group, parts: [...group.parts, { all: !group.all, parts: draft === null ? [] : [draft] }] });
              }}
            >
              {t('pick.add_group')}
            </Button>
          )}
        </span>
      )}
    </div>
  );
}

/** Whoever is there: the only person that can be meant without naming somebody. */
function WhoeverIsThere({ draft, put }: { draft: Draft; put: (draft: Draft) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('filters.value')}
      placeholder={t('filters.value')}
      value={isObject(draft.value) ? textIn(draft.value, 'var') : undefined}
      options={[{ value: 'current_user', label: t('filters.variable.current_user') }]}
      onChange={() => {
        put({ ...draft, value: { var: 'current_user' } });
      }}
    />
  );
}

/** A day is written down, or it is the day on which somebody asks. */
function DayOrToday({ today, choose }: { today: boolean; choose: (value: unknown) => void }) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('pick.which_day')}
      value={today ? 'today' : 'day'}
      options={[
        { value: 'day', label: t('pick.certain_day') },
        { value: 'today', label: t('filters.variable.today') },
      ]}
      onChange={(which) => {
        choose(which === 'today' ? { var: 'today' } : null);
      }}
    />
  );
}

interface OperandProps {
  columns: readonly Column[];
  draft: Draft;
  put: (draft: Draft) => void;
}

/** People are compared with whoever is there and nobody else; days with today, too. */
function Operand({ columns, draft, put }: OperandProps) {
  const column = columns.find((one) => one.id === draft.field);
  if (column === undefined || needsNoValue(draft.op)) return null;
  if (column.filter === 'reference') return <WhoeverIsThere draft={draft} put={put} />;
  const today = isObject(draft.value) && draft.value['var'] === 'today';
  const input = (
    <OperandInput
      column={column}
      condition={draft}
      names={{}}
      variables={false}
      onChange={(value) => {
        put({ ...draft, value });
      }}
    />
  );
  if (column.filter !== 'date') return input;
  return (
    <>
      <DayOrToday today={today} choose={(value) => { put({ ...draft, value }); }} />
      {!today && input}
    </>
  );
}
