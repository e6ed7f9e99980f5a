import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from './columns';
import { ConditionLine, SourceLine } from './ConditionLine';
import { canShow } from './OperandInput';
import { isFilter } from './filter';
import { blankLine, deepest, emptyGroup, jsonOfTree, treeOf, withNodes, type Group, type Node } from './tree';
import { keysIn, useNames } from './useNames';
import { useSentences } from './words';
import styles from './filters.module.css';

interface BlockProps {
  columns: readonly Column[];
  group: Group;
  names: Readonly<Record<string, string>>;
  depth: number;
  disabled: boolean;
  /** What the group is, for whoever does not see it. */
  name: string;
  onChange: (group: Group) => void;
}

interface NodeProps extends Omit<BlockProps, 'group' | 'onChange' | 'name'> {
  node: Node;
  onChange: (node: Node) => void;
}

function NodeEditor({ node, columns, names, depth, disabled, onChange }: NodeProps) {
  const { t } = useTranslation();
  if (node.kind === 'group') return <Block name={t('filters.group')} columns={columns} group={node} names={names} depth={depth + 1} disabled={disabled} onChange={onChange} />;
  if (node.kind === 'source') return <SourceLine key={JSON.stringify(node.json)} json={node.json} disabled={disabled} onChange={(json) => { onChange(treeOf(json).nodes.length === 1 ? (treeOf(json).nodes[0] ?? node) : treeOf(json)); }} />;
  const { condition } = node;
  const column = columns.find((one) => one.id === condition.field);
  if (column !== undefined && !canShow(column, condition)) {
    return <SourceLine key={JSON.stringify(condition)} json={condition} disabled={disabled} onChange={(json) => { onChange({ kind: 'source', json }); }} />;
  }
  return <ConditionLine columns={columns} condition={condition} names={names} disabled={disabled} onChange={(next) => { onChange({ kind: 'condition', condition: next }); }} />;
}

function Block({ columns, group, names, depth, disabled, name, onChange }: BlockProps) {
  const { t } = useTranslation();
  const put = (at: number, node: Node): void => { onChange({ ...group, nodes: group.nodes.map((one, index) => (index === at ? node : one)) }); };
  const add = (node: Node): void => { onChange(withNodes(group, [...group.nodes, node])); };
  return (
    <fieldset className={styles['block']} data-depth={depth} disabled={disabled}>
      <legend className="visually-hidden">{name}</legend>
      {group.nodes.length > 0 && (
        <div className={styles['blockHead']}>
          <Segmented
            size="small"
            aria-label={t('filters.how_joined')}
            disabled={disabled}
            value={group.join}
            options={[{ value: 'and', label: t('filters.all_hold') }, { value: 'or', label: t('filters.one_holds') }]}
            onChange={(join) => { onChange({ ...group, join: join === 'or' ? 'or' : 'and' }); }}
          />
          <Segmented
            size="small"
            aria-label={t('filters.which_way')}
            disabled={disabled}
            value={group.negated ? 'not' : 'is'}
            options={[{ value: 'is', label: t('filters.keep') }, { value: 'not', label: t('filters.leave_out') }]}
            onChange={(way) => { onChange({ ...group, negated: way === 'not' }); }}
          />
        </div>
      )}
      {group.nodes.map((node, index) => (
        // Conditions have no key of their own; their place is their name.
        // eslint-disable-next-line react/no-array-index-key
        <div key={index} className={styles['node']}>
          <NodeEditor node={node} columns={columns} names={names} depth={depth} disabled={disabled} onChange={(next) => { put(index, next); }} />
          {!disabled && (
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t(node.kind === 'group' ? 'filters.remove_group' : 'filters.remove_condition', { number: index + 1 })}
              onClick={() => { onChange(withNodes(group, group.nodes.filter((_, at) => at !== index))); }}
            />
          )}
        </div>
      ))}
      {!disabled && (
        <div className={styles['blockHead']}>
          <Button size="small" icon={<PlusOutlined aria-hidden />} disabled={columns.length === 0} onClick={() => { add(blankLine); }}>
            {t('filters.add_condition')}
          </Button>
          {depth < deepest && (
            <Button size="small" icon={<PlusOutlined aria-hidden />} disabled={columns.length === 0} onClick={() => { add({ ...emptyGroup, join: group.join === 'and' ? 'or' : 'and', nodes: [blankLine] }); }}>
              {t('filters.add_group')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}

interface FilterEditorProps {
  /** What the filter is of, for whoever does not see where it stands. */
  name: string;
  columns: readonly Column[];
  /** The filter as it is written; nothing for none. */
  value: unknown;
  /** Whether a definition is written: then nothing is left out of it, and what names this deployment is told. */
  definition?: boolean;
  disabled?: boolean;
  onChange: (filter: unknown) => void;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** The one editor of filters: conditions in groups that all hold, or of which one holds, and what they mean in words. */
export function FilterEditor({ name, columns, value, definition = false, disabled = false, onChange }: FilterEditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Group>(() => (definition || (value ?? null) !== null ? treeOf(value) : { ...emptyGroup, nodes: [blankLine] }));
  // What is being put together stays; a filter that came from elsewhere replaces it.
  const tree = same(jsonOfTree(draft, definition), value) ? draft : treeOf(value);
  const filter = isFilter(value) ? value : null;
  const names = useNames(filter, columns);
  const sentence = useSentences(columns, names);
  return (
    <div className={styles['editor']}>
      <Block
        name={name}
        columns={columns}
        group={tree}
        names={names}
        depth={0}
        disabled={disabled}
        onChange={(next) => {
          setDraft(next);
          const written = jsonOfTree(next, definition);
          if (!same(written, value)) onChange(written);
        }}
      />
      <p className={styles['note']} aria-live="polite">{filter === null ? t('filters.means_all') : t('filters.means', { sentence: sentence(filter) })}</p>
      {definition && keysIn(filter, columns).size > 0 && <p className={styles['note']}>{t('filters.own_things')}</p>}
    </div>
  );
}
