import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isComplete, OperandInput, operatorsOf, type Column, type NamesStore } from '@/features/records';
import { useText } from '@/i18n';
import { size } from '@/theme';
import type { Condition } from '@/generated/definition';
import { deepest, filterOfTree, treeOf, type Group, type Node } from './filterTree';
import type { Filter } from '@/generated/definition';
import styles from './views.module.css';

const sheetWidth = size.panel + size.s12 * 2;

interface FilterBuilderProps {
  columns: readonly Column[];
  start: Filter | null;
  names: NamesStore;
  done: (filter: Filter | null) => void;
  close: () => void;
}

interface LineProps {
  columns: readonly Column[];
  condition: Condition;
  names: NamesStore;
  onChange: (condition: Condition) => void;
}

function Line({ columns, condition, names, onChange }: LineProps) {
  const { t } = useTranslation();
  const text = useText();
  const column = columns.find((one) => one.id === condition.field);
  return (
    <div className={styles['line']} data-incomplete={!isComplete(condition)}>
      <Select
        aria-label={t('records.filter_field')}
        placeholder={t('records.filter_field')}
        showSearch={{ optionFilterProp: 'label' }}
        options={columns.map((one) => ({ value: one.id, label: text(one.label) }))}
        value={condition.field === '' ? undefined : condition.field}
        onChange={(field) => {
          const op = operatorsOf(columns.find((one) => one.id === field)?.filter ?? 'none')[0];
          if (op !== undefined) onChange({ field, op });
        }}
      />
      {column !== undefined && (
        <>
          <Select
            aria-label={t('records.filter_operator')}
            options={operatorsOf(column.filter).map((op) => ({ value: op, label: t(`records.operator.${op}`) }))}
            value={condition.op}
            onChange={(op) => { onChange({ field: condition.field, op }); }}
          />
          <OperandInput column={column} condition={condition} names={names} onChange={(value) => { onChange({ ...condition, value }); }} />
        </>
      )}
    </div>
  );
}

interface BlockProps {
  columns: readonly Column[];
  group: Group;
  names: NamesStore;
  depth: number;
  onChange: (group: Group) => void;
}

function Block({ columns, group, names, depth, onChange }: BlockProps) {
  const { t } = useTranslation();
  const put = (at: number, node: Node): void => {
    onChange({ ...group, nodes: group.nodes.map((one, index) => (index === at ? node : one)) });
  };
  const blank: Node = { kind: 'condition', condition: { field: '', op: 'eq' } };
  return (
    <fieldset className={styles['block']} data-depth={depth}>
      <legend className="visually-hidden">{t(depth === 0 ? 'views.filter' : 'views.filter_group')}</legend>
      <div className={styles['blockHead']}>
        <Segmented
          size="small"
          aria-label={t('views.how_joined')}
          value={group.join}
          options={[{ value: 'and', label: t('views.all_hold') }, { value: 'or', label: t('views.one_holds') }]}
          onChange={(join) => { onChange({ ...group, join: join === 'or' ? 'or' : 'and' }); }}
        />
        <Segmented
          size="small"
          aria-label={t('views.which_way')}
          value={group.negated ? 'not' : 'is'}
          options={[{ value: 'is', label: t('views.keep') }, { value: 'not', label: t('views.leave_out') }]}
          onChange={(way) => { onChange({ ...group, negated: way === 'not' }); }}
        />
      </div>
      {group.nodes.map((node, index) => (
        <div key={index} className={styles['node']}>
          {node.kind === 'group' ? (
            <Block columns={columns} group={node} names={names} depth={depth + 1} onChange={(next) => { put(index, next); }} />
          ) : (
            <Line columns={columns} condition={node.condition} names={names} onChange={(condition) => { put(index, { kind: 'condition', condition }); }} />
          )}
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={t(node.kind === 'group' ? 'views.remove_group' : 'views.remove_condition', { number: index + 1 })}
            onClick={() => { onChange({ ...group, nodes: group.nodes.filter((_, at) => at !== index) }); }}
          />
        </div>
      ))}
      <div className={styles['blockHead']}>
        <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onChange({ ...group, nodes: [...group.nodes, blank] }); }}>
          {t('views.add_condition')}
        </Button>
        {depth < deepest && (
          <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { onChange({ ...group, nodes: [...group.nodes, { kind: 'group', join: group.join === 'and' ? 'or' : 'and', negated: false, nodes: [blank] }] }); }}>
            {t('views.add_group')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** Conditions in groups that all hold, or of which one holds. */
export function FilterBuilder({ columns, start, names, done, close }: FilterBuilderProps) {
  const { t } = useTranslation();
  const [tree, setTree] = useState<Group>(() => treeOf(start));
  const filterable = columns.filter((column) => operatorsOf(column.filter).length > 0);
  return (
    <Modal open title={t('views.filter')} width={sheetWidth} okText={t('records.apply')} onCancel={close} onOk={() => { done(filterOfTree(tree)); }}>
      <Block columns={filterable} group={tree} names={names} depth={0} onChange={setTree} />
      <p className={styles['faint']}>{t('views.incomplete_note')}</p>
    </Modal>
  );
}
