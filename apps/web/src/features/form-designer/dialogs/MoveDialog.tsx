import { Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesign } from '../design';
import { mayMove, moveTo } from '../model/commands';
import { allLists, keyOfNode, listAt } from '../model/tree';
import { selectionNow, useSelection } from '../selection';

/** Moves what is chosen to a section, a page, or the outside, behind a part of it: the way of a drag without dragging. */
export function MoveDialog() {
  const { t } = useTranslation();
  const { form, layout, nodes, steps, labelOf, run } = useDesign();
  const chosen = useSelection((state) => state.chosen);
  const { set } = selectionNow();
  const keys = new Set(chosen);
  const nameOf = (into: string): string => {
    const step = steps.find(({ node }) => node['id'] === into);
    if (step === undefined) return t('form-designer.outside');
    return [...step.around, step.key].map(labelOf).join(' › ');
  };
  const lists = allLists(nodes).filter((list) => mayMove(form, layout, keys, list.id));
  const [into, setInto] = useState(lists[0]?.id ?? '');
  const [at, setAt] = useState(-1);
  const list = listAt(nodes, into);
  const what = chosen.length === 1 ? labelOf(chosen[0] ?? '') : t('form-designer.several', { count: chosen.length });
  const close = (): void => { set({ dialog: null }); };
  const move = (): void => {
    run(t('form-designer.moved', { label: what }), moveTo(form, layout, keys, { into, at: at < 0 ? (list?.nodes.length ?? 0) : at }));
    set({ dialog: null, said: t('form-designer.moved_into', { label: what, place: nameOf(into) }) });
    selectionNow().grab();
  };
  const behind = (list?.nodes ?? []).flatMap((node, index) => (keys.has(keyOfNode(node)) ? [] : [{ value: index + 1, label: t('form-designer.behind', { label: labelOf(keyOfNode(node)) }) }]));
  return (
    <Modal open title={t('form-designer.move_title', { label: what })} okText={t('form-designer.move_now')} cancelText={t('action.cancel')} okButtonProps={{ disabled: list === undefined }} onOk={move} onCancel={close}>
      <Form layout="vertical">
        <Form.Item label={t('form-designer.move_into')}>
          <Select autoFocus aria-label={t('form-designer.move_into')} showSearch={{ optionFilterProp: 'label' }} value={into} options={lists.map(({ id }) => ({ value: id, label: nameOf(id) }))} onChange={(next) => { setInto(next); setAt(-1); }} />
        </Form.Item>
        <Form.Item label={t('form-designer.move_at')}>
          <Select aria-label={t('form-designer.move_at')} showSearch={{ optionFilterProp: 'label' }} value={at} options={[{ value: -1, label: t('form-designer.at_end') }, { value: 0, label: t('form-designer.at_front') }, ...behind]} onChange={setAt} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
