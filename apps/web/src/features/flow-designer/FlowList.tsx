import { DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';
import type { findingsOf } from '@/features/build';
import { useText } from '@/i18n';
import { AddMenu } from './AddMenu';
import type { Marks } from './marks';
import { inOrder } from './tree';
import { singleOf, type Editing } from './useEditing';
import { onwardOf } from './ways';
import { useAssigned, useNames } from './words';
import styles from './list.module.css';

interface ListProps {
  editing: Editing;
  findings: (pointer: string) => ReturnType<typeof findingsOf>;
  marks: Marks | null;
}

/** Brings the keyboard to the settings of what was chosen. */
function toProperties(): void {
  requestAnimationFrame(() => { document.querySelector<HTMLElement>('#flow-properties input, #flow-properties button')?.focus(); });
}

/** The steps as a table, in the order of the tree: everything that is drawn elsewhere is said here in words. */
export function FlowList({ editing, findings, marks }: ListProps) {
  const { t } = useTranslation();
  const text = useText();
  const assigned = useAssigned();
  const { flow, picked } = editing;
  const names = useNames(flow);
  const nodes = objectsIn(flow, 'nodes');
  const edges = objectsIn(flow, 'edges');
  const rows = inOrder(flow).flatMap((id) => nodes.filter((node) => node['id'] === id));
  const edit = (id: string): void => {
    editing.choose({ type: 'node', id }, false);
    toProperties();
  };
  const single = singleOf(picked);
  const wayRow = (edge: Json) => {
    const id = String(edge['id']);
    const found = findings(`/edges/${String(edges.indexOf(edge))}`);
    const mark = marks?.ways.get(id);
    const words = t('flow-designer.way_to', { way: names.way(edge), name: names.node(textIn(edge, 'to') ?? '') });
    return (
      <li key={id}>
        <button type="button" className={styles['way']} data-edge={id} aria-pressed={single?.type === 'edge' && single.id === id} onClick={() => { editing.choose({ type: 'edge', id }, false); toProperties(); }}>
          {words}
        </button>
        {mark !== undefined && <span className={styles['soft']}> {t(`flow-designer.tried.${mark}`)}</span>}
        {found.map((finding) => <div key={`${finding.code}${finding.pointer}`} className={styles['fault']}>{text(finding.message)}</div>)}
      </li>
    );
  };
  return (
    <div className={styles['scroll']} role="region" aria-label={t('flow-designer.list')} tabIndex={0}>
      <table className={styles['table']}>
        <caption className={styles['hidden']}>{t('flow-designer.list')}</caption>
        <thead>
          <tr>{(['step', 'kind', 'who', 'ways', 'findings', 'actions'] as const).map((column) => <th key={column} scope="col">{t(`flow-designer.columns.${column}`)}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((node, index) => {
            const id = String(node['id']);
            const name = names.node(id);
            const found = findings(`/nodes/${String(nodes.indexOf(node))}`);
            const onward = onwardOf(flow, id);
            const mark = marks?.nodes.get(id);
            return (
              <tr key={id} data-step={id} data-chosen={picked.nodes.includes(id)}>
                <th scope="row">
                  <Checkbox checked={picked.nodes.includes(id)} aria-label={t('flow-designer.choose_one', { name })} onChange={() => { editing.choose({ type: 'node', id }, true); }} /> <span className={styles['number']}>{index + 1}</span> {name}
                  {mark !== undefined && <div className={styles['soft']}>{t(`flow-designer.mark.${mark}`)}</div>}
                </th>
                <td>{t(`flow-designer.kinds.${textIn(node, 'kind') ?? ''}`, { defaultValue: textIn(node, 'kind') ?? '' })}</td>
                <td>{assigned(node)}</td>
                <td>
                  <ul className={styles['ways']}>{edges.filter((edge) => edge['from'] === id).map(wayRow)}</ul>
                </td>
                <td>{found.length === 0 ? <span className={styles['soft']}>{t('flow-designer.no_findings')}</span> : found.map((finding) => <div key={`${finding.code}${finding.pointer}`} className={styles['fault']}>{text(finding.message)}</div>)}</td>
                <td>
                  <div className={styles['actions']}>
                    <Button size="small" icon={<EditOutlined aria-hidden />} aria-label={t('flow-designer.edit_one', { name })} title={t('flow-designer.edit_one', { name })} onClick={() => { edit(id); }} />
                    {onward !== undefined && (
                      <AddMenu kinds={editing.kindsOn([String(onward['id'])])} add={(kind) => { editing.addAfter(id, kind); }} button={{ size: 'small', icon: <PlusOutlined aria-hidden />, 'aria-label': t('flow-designer.add_after', { name }), title: t('flow-designer.add_after', { name }) }} />
                    )}
                    {editing.mayRemove(id) && <Button size="small" danger icon={<DeleteOutlined aria-hidden />} aria-label={t('flow-designer.remove_one', { name })} title={t('flow-designer.remove_one', { name })} onClick={() => { editing.removeOne(id); }} />}
                  </div>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
