import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, isText, listIn, textIn } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { readLabel } from '@/engine/protocol';
import { needsNoValue, OperandInput, operatorsOf, type Column } from '@/features/records';
import type { Condition, Operator } from '@/generated/definition';
import { useText } from '@/i18n';
import type { FilterKind } from '../define';
import styles from '../shared/pick.module.css';

/** Groups of conditions as they stand in the value. */
export interface Group {
  all: boolean;
  parts: readonly (Group | Draft)[];
}

/** A condition on its way: without a value it is not kept yet. */
export type Draft = Condition;

const kinds: Readonly<Record<string, FilterKind>> = {
  text: 'text',
  number: 'number',
  bool: 'bool',
  date: 'date',
  instant: 'instant',
  choice: 'choice',
};

/** How values of a type are compared: `"text"`, `{"number": {…}}`, `{"list": "choice"}`. */
function filterOfType(type: unknown): FilterKind {
  if (isText(type)) return kinds[type] ?? 'none';
  if (!isObject(type)) return 'none';
  if (type['list'] === 'choice') return 'choices';
  return kinds[Object.keys(type)[0] ?? ''] ?? 'none';
}

/** The fields that conditions may speak of; people and records cannot be looked up from here. */
export function columnsOf(field: FieldDescription): readonly Column[] {
  return listIn(field.about, 'fields').flatMap((one) => {
    if (!isObject(one)) return [];
    const filter = filterOfType(one['type']);
    if (filter === 'none') return [];
    const options = listIn(one, 'options').map((option) => ({
      id: textIn(option, 'id') ?? '',
      label: readLabel(isObject(option) ? option['label'] : ''),
      tone: 'neutral' as const,
      retired: false,
      parent: null,
      leaf: true,
    }));
    return [{ id: textIn(one, 'id') ?? '', label: readLabel(one['label']), filter, figures: false, options, field: null, people: false }];
  });
}

export function isGroup(part: Group | Draft): part is Group {
  return 'parts' in part;
}

const operators: ReadonlySet<string> = new Set(Object.values(kinds).flatMap((kind) => operatorsOf(kind)).concat(operatorsOf('choices')));

function isOperator(op: string): op is Operator {
  return operators.has(op);
}

function readPart(json: unknown): readonly (Group | Draft)[] {
  if (!isObject(json)) return [];
  for (const key of ['and', 'or'] as const) {
    const list = json[key];
    if (Array.isArray(list)) return [{ all: key === 'and', parts: list.flatMap(readPart) }];
  }
  const { field, op, value } = json;
  if (!isText(field) || !isText(op) || !isOperator(op)) return [];
  return [{ field, op, ...(value === undefined ? {} : { value }) }];
}

/** The outermost group of a value. */
export function readGroup(value: unknown): Group {
  const [first] = readPart(value);
  if (first === undefined) return { all: true, parts: [] };
  return isGroup(first) ? first : { all: true, parts: [first] };
}

function isWhole(draft: Draft): boolean {
  if (needsNoValue(draft.op)) return true;
  const { value } = draft;
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}

/** The value of a group; what is not said to the end is left out. */
export function writeGroup(group: Group): object | null {
  const parts = group.parts.flatMap((part): object[] => {
    if (isGroup(part)) {
      const written = writeGroup(part);
      return written === null ? [] : [written];
    }
    return isWhole(part) ? [part] : [];
  });
  return parts.length === 0 ? null : { [group.all ? 'and' : 'or']: parts };
}

interface GroupProps {
  columns: readonly Column[];
  group: Group;
  depth: number;
  disabled: boolean;
  label: string;
  /** How a field can be compared, where that is not as in a list. */
  operators?: (field: string) => readonly Operator[];
  /** Conditions that become a formula: people are compared with whoever is there and nobody else, days with today, too. */
  inFormula?: boolean;
  put: (group: Group) => void;
  remove?: () => void;
}

const deepest = 4;

export function GroupBox({ columns, group, depth, disabled, label, operators: ways, inFormula = false, put, remove }: GroupProps) {
  const { t } = useTranslation();
  const text = useText();
  const replace = (at: number, part: Group | Draft | null): void => {
    put({ ...group, parts: group.parts.flatMap((one, index) => (index === at ? (part === null ? [] : [part]) : [one])) });
  };
  const operatorsFor = (field: string): readonly Operator[] => ways?.(field) ?? operatorsOf(columns.find((one) => one.id === field)?.filter ?? 'none');
  const more = { inFormula, ...(ways === undefined ? {} : { operators: ways }) };
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
            {...more}
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
                aria-label={t('records.filter_field')}
                disabled={disabled}
                showSearch={{ optionFilterProp: 'label' }}
                options={columns.map((column) => ({ value: column.id, label: text(column.label) }))}
                value={part.field}
                onChange={(field) => {
                  replace(index, fresh(field));
                }}
              />
              <Select
                aria-label={t('records.filter_operator')}
                disabled={disabled}
                options={operatorsFor(part.field).map((op) => ({ value: op, label: t(`records.operator.${op}`) }))}
                value={part.op}
                onChange={(op) => {
                  replace(index, { field: part.field, op });
                }}
              />
              <Operand columns={columns} draft={part} inFormula={inFormula} put={(next) => { replace(index, next); }} />
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
      aria-label={t('records.filter_value')}
      placeholder={t('records.filter_value')}
      value={isObject(draft.value) ? textIn(draft.value, 'var') : undefined}
      options={[{ value: 'current_user', label: t('records.variable.current_user') }]}
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
        { value: 'today', label: t('records.variable.today') },
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
  inFormula: boolean;
  put: (draft: Draft) => void;
}

function Operand({ columns, draft, inFormula, put }: OperandProps) {
  const column = columns.find((one) => one.id === draft.field);
  if (column === undefined) return null;
  if (inFormula && column.filter === 'reference') return needsNoValue(draft.op) ? null : <WhoeverIsThere draft={draft} put={put} />;
  const today = isObject(draft.value) && draft.value['var'] === 'today';
  const input = (
    <OperandInput
      column={column}
      condition={draft}
      names={{ names: {}, remember: () => undefined }}
      onChange={(value) => {
        put({ ...draft, value });
      }}
    />
  );
  if (!inFormula || column.filter !== 'date' || needsNoValue(draft.op)) return input;
  return (
    <>
      <DayOrToday today={today} choose={(value) => { put({ ...draft, value }); }} />
      {!today && input}
    </>
  );
}

/** Whether two groups say the same once they are written. */
export function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null);
}
