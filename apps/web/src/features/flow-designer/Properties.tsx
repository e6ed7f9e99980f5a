import { DeleteOutlined } from '@ant-design/icons';
import { Button, Dropdown, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject, textIn, type Json } from '@/api';
import { objectsIn, withKey } from '@/definition';
import { findingsOf, FormulaInput, LabelInput, Panel } from '@/features/build';
import { Findings } from '@/features/packages';
import { changeEdge, changeNode, removeBranch } from './commands';
import { mayHaveCondition, whyNoEdge } from './graph';
import { nothing, singleOf, type Editing } from './useEditing';
import { sideOf, sidesFor, splitting } from './ways';
import { useNames, useSideWords } from './words';
import styles from './flow.module.css';

type FindingList = ReturnType<typeof findingsOf>;

interface PropertiesProps {
  editing: Editing;
  /** What is found about a part of the flow, by its pointer. */
  findings: (pointer: string) => FindingList;
  /** Whether ways may be taken out one by one, leaving loose ends: so it is on the canvas. */
  free: boolean;
}

/** The settings of what is chosen; null when nothing is. */
export function Properties({ editing, findings, free }: PropertiesProps) {
  const { t } = useTranslation();
  const { flow, picked } = editing;
  const single = singleOf(picked);
  const list = single === null ? [] : objectsIn(flow, single.type === 'node' ? 'nodes' : 'edges');
  const part = list.find((one) => one['id'] === single?.id);
  if (single !== null && part !== undefined) {
    const found = findings(`/${single.type === 'node' ? 'nodes' : 'edges'}/${String(list.indexOf(part))}`);
    return single.type === 'node' ? <NodePanel key={single.id} editing={editing} node={part} findings={found} free={free} /> : <EdgePanel key={single.id} editing={editing} edge={part} findings={found} free={free} />;
  }
  return (
    <div className={styles['panel']}>
      <p>{t('flow-designer.several', { count: picked.nodes.length + picked.edges.length })}</p>
      <Button danger icon={<DeleteOutlined aria-hidden />} onClick={() => { editing.remove(picked); }}>{t('flow-designer.remove_several')}</Button>
    </div>
  );
}

interface PartProps {
  editing: Editing;
  findings: FindingList;
  free: boolean;
}

function NodePanel({ editing, node, findings, free }: PartProps & { node: Json }) {
  const { t } = useTranslation();
  const sideWords = useSideWords();
  const { flow } = editing;
  const names = useNames(flow);
  const id = String(node['id']);
  const schema = editing.kinds.find((kind) => kind.kind === textIn(node, 'kind'))?.schema;
  const own = ['id', 'kind', 'label'];
  const settings = Object.fromEntries(Object.entries(node).filter(([key]) => !own.includes(key)));
  const change = (name: string, next: Json): void => { editing.change(`${id}:${name}`, changeNode(flow, id, next)); };
  const out = objectsIn(flow, 'edges').filter((edge) => edge['from'] === id).map((edge) => String(edge['id']));
  const taken = new Set(out.flatMap((edge) => sideOf(node, edge)?.kind ?? []));
  const sides = sidesFor(schema).filter((side) => side === 'late' || side === 'message' || !taken.has(side));
  const targets = objectsIn(flow, 'nodes').map((one) => String(one['id'])).filter((one) => whyNoEdge(flow, id, one) === null);
  const canDraw = targets.length > 0 && (out.every((edge) => sideOf(node, edge) !== null) || (free && splitting.has(textIn(node, 'kind') ?? '')));
  return (
    <div className={styles['panel']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <span className={styles['soft']}>{t('flow-designer.name')}</span>
      <LabelInput name={t('flow-designer.name')} value={node['label']} onChange={(label) => { change('label', withKey(node, 'label', label)); }} />
      {isObject(schema) && <Panel schema={schema} value={settings} onChange={(next) => { change('settings', { id: node['id'], kind: node['kind'], ...(node['label'] === undefined ? {} : { label: node['label'] }), ...next }); }} />}
      {canDraw && (
        <>
          <span className={styles['soft']}>{t('flow-designer.draw_to')}</span>
          <Select aria-label={t('flow-designer.draw_to')} placeholder={t('flow-designer.choose_step')} value={null} options={targets.map((one) => ({ value: one, label: names.node(one) }))} showSearch={{ optionFilterProp: 'label' }} onChange={(to: string | null) => { if (to !== null) editing.draw(id, to); }} />
        </>
      )}
      {sides.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items: sides.map((side) => ({ key: side, label: sideWords({ kind: side, minutes: 1440, name: t('flow-designer.new_message') }) })), onClick: ({ key }) => { const side = sides.find((one) => one === key); if (side !== undefined) editing.side(id, { kind: side, minutes: 1440, name: `${id}_message` }); } }}>
          <Button>{t('flow-designer.add_side')}</Button>
        </Dropdown>
      )}
      {free && node['kind'] !== 'start' && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={() => { editing.remove({ nodes: [id], edges: [] }); }}>{t('flow-designer.remove')}</Button>}
      {!free && editing.mayRemove(id) && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={() => { editing.removeOne(id); }}>{t('flow-designer.remove')}</Button>}
    </div>
  );
}

function EdgePanel({ editing, edge, findings, free }: PartProps & { edge: Json }) {
  const { t } = useTranslation();
  const sideWords = useSideWords();
  const { flow } = editing;
  const names = useNames(flow);
  const id = String(edge['id']);
  const nodes = objectsIn(flow, 'nodes');
  const from = nodes.find((one) => one['id'] === edge['from']);
  const side = sideOf(from, id);
  const decides = mayHaveCondition(flow, edge);
  const change = (name: string, next: Json): void => { editing.change(`${id}:${name}`, changeEdge(flow, id, next)); };
  const targets = nodes.filter((one) => one['kind'] !== 'start' && one['id'] !== edge['from']).map((one) => ({ value: String(one['id']), label: names.node(String(one['id'])) }));
  const isOnly = objectsIn(flow, 'edges').filter((one) => one['from'] === edge['from']).length === 1;
  const others = side !== null || (edge['default'] !== true && !isOnly);
  const remove = (): void => {
    editing.change(t('flow-designer.removed_way'), removeBranch(flow, id));
    editing.pick(nothing);
  };
  return (
    <div className={styles['panel']}>
      {findings.length > 0 && <Findings findings={findings} />}
      <span className={styles['soft']}>{t('flow-designer.branch')}</span>
      <LabelInput name={t('flow-designer.branch')} value={edge['label']} onChange={(label) => { change('label', withKey(edge, 'label', label)); }} />
      {from?.['kind'] === 'parallel' && <p className={styles['soft']}>{t('flow-designer.parallel_note')}</p>}
      {side !== null && <p className={styles['soft']}>{t('flow-designer.side_note', { when: sideWords(side), name: names.node(String(from?.['id'])) })}</p>}
      {decides && edge['default'] === true && <p className={styles['soft']}>{t('flow-designer.otherwise_note')}</p>}
      {((decides && edge['default'] !== true) || edge['when'] !== undefined) && (
        <>
          <span className={styles['soft']}>{t('flow-designer.condition')}</span>
          <FormulaInput condition name={t('flow-designer.condition')} value={edge['when']} onChange={(when) => { change('when', withKey(edge, 'when', when)); }} />
        </>
      )}
      <span className={styles['soft']}>{t('flow-designer.leads_to')}</span>
      <Select aria-label={t('flow-designer.leads_to')} value={textIn(edge, 'to') ?? null} options={targets} showSearch={{ optionFilterProp: 'label' }} onChange={(to: string | null) => { if (to !== null) change('to', withKey(edge, 'to', to)); }} />
      <p className={styles['soft']}>{t('flow-designer.leads_to_help')}</p>
      {free && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={() => { editing.remove({ nodes: [], edges: [id] }); }}>{t('flow-designer.remove_way')}</Button>}
      {!free && others && <Button danger icon={<DeleteOutlined aria-hidden />} onClick={remove}>{t('flow-designer.remove_branch')}</Button>}
    </div>
  );
}
