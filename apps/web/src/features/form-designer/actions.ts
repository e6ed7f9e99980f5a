import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { remember, remembered, writeClipboard } from '@/api/clipboard';
import { jsonOf, objectsIn } from '@/definition';
import { builderNow } from '@/features/build';
import { useDesign, type Design } from './design';
import { pack, paste, pasteColumns, readClip, type Clip } from './model/clip';
import { addMade, changePart, mayMove, moveColumn, moveTo, removeColumns, removePart, retireFields, takeFromLayout, wayOf, type Way } from './model/commands';
import { freeId, partIds } from './model/ids';
import { usesInApp } from './model/uses';
import { columnIn, idIn, isKey, listAt, mayStand, outermost, type Place } from './model/tree';
import { selectionNow } from './selection';
import { columnsChosen, fitting, placeFor } from './target';

/** Everything that is done to what is chosen. Menus, keys and buttons all come here. */
export const actionIds = ['up', 'down', 'into', 'out', 'move', 'wide', 'group', 'copy', 'cut', 'paste', 'duplicate', 'take', 'remove'] as const;
export type ActionId = (typeof actionIds)[number];

/** The keys on the canvas, as they are told in menus. */
export const keysOf: Readonly<Record<ActionId, string>> = {
  up: 'Alt+↑', down: 'Alt+↓', into: 'Alt+→', out: 'Alt+←', move: 'M', wide: 'W', group: 'Ctrl+G', copy: 'Ctrl+C', cut: 'Ctrl+X', paste: 'Ctrl+V', duplicate: 'Ctrl+D', take: 'L', remove: 'Delete',
};

/** Whether one can be done now. */
function able(design: Design, chosen: readonly string[], id: ActionId): boolean {
  const [key] = chosen;
  if (id === 'paste') return readClip(remembered()) !== null;
  if (key === undefined) return false;
  const columns = columnsChosen(chosen);
  const shown = chosen.filter((one) => design.steps.some((step) => step.key === one));
  if (id === 'copy' || id === 'cut' || id === 'duplicate') return !isKey('page', key);
  if (id === 'remove') return true;
  if (columns !== null) {
    const all = objectsIn(design.fields.get(columns.table), 'fields').map((one) => String(one['id']));
    const at = all.indexOf(columns.columns[0] ?? '');
    return columns.columns.length === 1 && ((id === 'up' && at > 0) || (id === 'down' && at < all.length - 1));
  }
  if (isKey('page', key)) return false;
  if (id === 'move') return true;
  if (id === 'take') return chosen.every((one) => isKey('field', one)) && shown.length > 0 && Array.isArray(design.form['layouts']);
  if (id === 'wide') return shown.length > 0 && shown.every((one) => isKey('field', one)) && Array.isArray(design.form['layouts']);
  if (id === 'group') return shown.length === chosen.length && groupPlace(design, chosen) !== null;
  const way = wayFor(design, chosen, id);
  return way !== null && mayMove(design.form, design.layout, new Set(chosen), way.into);
}

/** Where the chosen parts come to: the first of them leads upwards, the last downwards. */
function wayFor(design: Design, chosen: readonly string[], way: Way): Place | null {
  const moved = outermost(design.nodes, new Set(chosen)).map(({ key }) => key);
  const lead = way === 'up' || way === 'into' ? moved[0] : moved.at(-1);
  return lead === undefined ? null : wayOf(design.nodes, lead, way);
}

/** The place of a new section around the chosen parts, which stand in one list. */
function groupPlace(design: Design, chosen: readonly string[]): Place | null {
  const moved = outermost(design.nodes, new Set(chosen));
  const [first] = moved;
  if (first === undefined || moved.some((step) => step.place.into !== first.place.into || !mayStand(step.node['kind'], 'section'))) return null;
  return mayStand('section', first.inside) ? first.place : null;
}

const chosenNow = (): readonly string[] => selectionNow().chosen;

const dictionaries = () => Object.values(builderNow().objects).flatMap((object) => (object.kind === 'dictionary' ? [jsonOf(object.definition)] : []));

export interface Actions {
  /** Whether something can be done to what is chosen now. */
  readonly may: (id: ActionId) => boolean;
  readonly act: (id: ActionId) => void;
  /** What is chosen, as a text for the clipboard. */
  readonly clip: (cut: boolean) => string;
  /** Puts in what a text from the clipboard holds, if it is ours. */
  readonly pasteText: (text: string) => boolean;
}

export function useActions(): Actions {
  const { t } = useTranslation();
  const { modal, message } = App.useApp();
  const design = useDesign();
  const { form, layout, run, labelOf } = design;
  const { choose, set } = selectionNow();
  const what = (keys: readonly string[]): string => (keys.length === 1 ? labelOf(keys[0] ?? '') : t('form-designer.several', { count: keys.length }));

  const move = (way: Way): void => {
    const keys = chosenNow();
    const columns = columnsChosen(keys);
    if (columns !== null) {
      const [column = ''] = columns.columns;
      const at = objectsIn(design.fields.get(columns.table), 'fields').findIndex((one) => one['id'] === column);
      run(t('form-designer.moved', { label: what(keys) }), moveColumn(form, columns.table, column, way === 'up' ? at - 1 : at + 2));
      return;
    }
    const place = wayFor(design, keys, way);
    if (place === null) return;
    run(t('form-designer.moved', { label: what(keys) }), moveTo(form, layout, new Set(keys), place));
    const name = place.into === '' ? t('form-designer.outside') : labelOf(design.steps.find(({ node }) => node['id'] === place.into)?.key ?? '');
    set({ said: t('form-designer.moved_into', { label: what(keys), place: name }) });
  };
  const clip = (cut: boolean): string => {
    const keys = chosenNow();
    if (keys.length === 0) return '';
    const text = JSON.stringify(pack({ app: design.app, form, layout, dictionaries: dictionaries() }, new Set(keys), cut));
    remember(text);
    set({ cut: cut ? keys : [], said: t(cut ? 'form-designer.cut_done' : 'form-designer.copy_done', { label: what(keys) }) });
    return text;
  };
  const placePasted = (found: Clip, keys: readonly string[]): void => {
    const columns = columnsChosen(keys);
    const simple = found.nodes.every((node) => node['kind'] === 'field');
    const place = placeFor(design, keys, simple ? 'field' : 'section');
    const list = listAt(design.nodes, place.into);
    const fits = (node: { readonly [key: string]: unknown }): boolean => list === undefined || mayStand(node['kind'], list.inside);
    const pasted = columns === null || !simple ? paste(form, layout, found, place, dictionaries(), fits) : pasteColumns(form, columns.table, found, dictionaries());
    run(t('form-designer.pasted', { count: pasted.keys.length }), pasted.form);
    choose(pasted.keys);
    set({ said: t('form-designer.pasted', { count: pasted.keys.length }) });
    if (pasted.missing.length > 0) message.warning(t('form-designer.paste_missing', { fields: pasted.missing.join(t('form-designer.comma')) }));
  };
  const pasteText = (text: string): boolean => {
    const found = readClip(text);
    if (found === null) return false;
    const keys = chosenNow();
    const mine = found.app === design.app && found.form === design.id;
    const still = found.cut.filter((key) => design.fieldAt(key) !== undefined || design.steps.some((step) => step.key === key));
    const cutHere = selectionNow().cut;
    if (mine && still.length > 0 && cutHere.length > 0 && still.every((key) => columnIn(key) === null)) {
      const place = fitting(design, placeFor(design, keys.filter((key) => !still.includes(key)), 'field'), 'field');
      run(t('form-designer.moved', { label: what(still) }), moveTo(form, layout, new Set(still), place));
      choose(still);
      set({ cut: [] });
    } else placePasted(found, keys);
    return true;
  };
  const duplicate = (): void => {
    const keys = chosenNow();
    placePasted(pack({ app: design.app, form, layout, dictionaries: dictionaries() }, new Set(keys), false), keys);
  };
  const group = (): void => {
    const keys = chosenNow();
    const place = groupPlace(design, keys);
    if (place === null) return;
    const id = freeId('section', partIds(design.nodes));
    const label = { 'zh-CN': t('form-designer.part.section', { lng: 'zh-CN' }), en: t('form-designer.part.section', { lng: 'en' }) };
    const made = addMade(form, layout, place, { fields: [], nodes: [{ kind: 'section', id, label, children: [] }] });
    run(t('form-designer.grouped', { label: what(keys) }), moveTo(made, layout, new Set(keys), { into: id, at: 0 }));
    choose([`part:${id}`]);
  };
  const take = (): void => {
    const keys = chosenNow();
    run(t('form-designer.taken', { label: what(keys) }), takeFromLayout(form, layout, keys.map(idIn)));
  };
  const wide = (): void => {
    const keys = chosenNow();
    const all = keys.every((key) => design.steps.find((step) => step.key === key)?.node['wide'] === true);
    run(t('form-designer.widened', { label: what(keys) }), keys.reduce((next, key) => changePart(next, layout, key, ({ wide: _was, ...node }) => (all ? node : { ...node, wide: true })), form));
  };
  const remove = (): void => {
    const keys = chosenNow();
    const fields = keys.filter((key) => isKey('field', key)).map(idIn);
    const parts = keys.filter((key) => isKey('part', key)).map(idIn);
    const columns = columnsChosen(keys);
    const away = (): void => {
      let next = form;
      if (columns !== null) next = removeColumns(next, columns.table, columns.columns);
      for (const part of parts) next = removePart(next, layout, part);
      if (fields.length > 0) next = retireFields(next, fields);
      run(t(fields.length > 0 ? 'form-designer.retired' : 'form-designer.removed', { label: what(keys) }), next);
      choose([]);
    };
    if (fields.length === 0 && columns === null) {
      if (parts.length > 0) away();
      return;
    }
    const objects = Object.values(builderNow().objects);
    const uses = fields.flatMap((field) => usesInApp(form, field, objects)).filter(({ by }) => by.type === 'object' || !fields.includes(by.type === 'field' ? by.field : (by.rule.target.split('.')[0] ?? '')));
    void modal.confirm({
      title: t(columns === null ? 'form-designer.retire_title' : 'form-designer.column_title', { label: what(keys) }),
      content: [t('form-designer.retire_note'), ...(uses.length > 0 ? [t('form-designer.retire_uses', { count: uses.length })] : [])].join(' '),
      okText: t('form-designer.retire_now'),
      cancelText: t('action.cancel'),
      okButtonProps: { danger: true },
      onOk: away,
    });
  };
  const runs: Readonly<Record<ActionId, () => void>> = {
    up: () => { move('up'); },
    down: () => { move('down'); },
    into: () => { move('into'); },
    out: () => { move('out'); },
    move: () => { set({ dialog: 'move' }); },
    wide,
    group,
    copy: () => { writeClipboard(clip(false)); },
    cut: () => { writeClipboard(clip(true)); },
    paste: () => { pasteText(remembered()); },
    duplicate,
    take,
    remove,
  };
  return {
    may: (id) => able(design, chosenNow(), id),
    act: (id) => {
      if (able(design, chosenNow(), id)) runs[id]();
    },
    clip,
    pasteText,
  };
}
