import { Alert, Button, Empty } from 'antd';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useClipboardEvents } from '@/components';
import { cellsOf } from '@/controls/shared/rows/paste';
import { objectsIn } from '@/definition';
import { useActions, type ActionId } from '../actions';
import { useDesign } from '../design';
import { useInsert } from '../insert';
import { moveColumn, moveTo, mayMove, orderOf, unplaced, withOwnLayout, withoutLayout } from '../model/commands';
import { columnIn, isKey, layoutOf, listAt, mayStand } from '../model/tree';
import { selectionNow, useSelection } from '../selection';
import { chooseBy } from './Face';
import { useDropTarget, type Dragged } from './drag';
import { FieldCard } from './FieldCard';
import { PartList } from './Parts';
import styles from './canvas.module.css';

/** Keys that stand for an action; those of the clipboard come as events of their own. */
const keyed = new Map<string, ActionId>([
  ['Alt+ArrowUp', 'up'], ['Alt+ArrowDown', 'down'], ['Alt+ArrowRight', 'into'], ['Alt+ArrowLeft', 'out'],
  ['m', 'move'], ['w', 'wide'], ['l', 'take'], ['Mod+g', 'group'], ['Mod+d', 'duplicate'], ['Delete', 'remove'], ['Backspace', 'remove'],
]);

function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) return `Alt+${key}`;
  return event.ctrlKey || event.metaKey ? `Mod+${key}` : key;
}

/** The face of what is chosen last. */
function faceIn(canvas: HTMLElement | null): HTMLElement | null {
  const { chosen, first } = selectionNow();
  return canvas?.querySelector<HTMLElement>(`[data-face="${CSS.escape(chosen.at(-1) ?? first ?? '')}"]`) ?? null;
}

/** What moves with what is dragged: all that is chosen, when it is one of it. */
function movedOf(dragged: Dragged): readonly string[] {
  const { chosen } = selectionNow();
  return chosen.includes(dragged.id) ? chosen : [dragged.id];
}

/** Takes the keyboard to the name of what is chosen. */
function toProperties(): void {
  const input = document.querySelector<HTMLInputElement>('[data-properties] [data-first] input');
  input?.focus();
  input?.select();
}

/** Takes the keyboard to the rules, as soon as they are drawn. */
function toRules(tries = 40): void {
  const button = document.querySelector<HTMLElement>('[data-properties] [data-rule]');
  if (button !== null) button.focus();
  else if (tries > 0) requestAnimationFrame(() => { toRules(tries - 1); });
}

/** The form as it is built: the parts of a layout, and below them the fields that it does not show. */
export function Canvas() {
  const { t } = useTranslation();
  const design = useDesign();
  const { form, layout, nodes, steps, fields, fieldAt, run, labelOf } = design;
  const root = useRef<HTMLDivElement>(null);
  const { act, clip, pasteText } = useActions();
  const insert = useInsert();
  const { choose, set } = selectionNow();
  // A row of a sheet opens the list of fields that it could be.
  const pasteSheet = (text: string): boolean => {
    if ((cellsOf(text)[0]?.length ?? 0) <= 1) return false;
    set({ dialog: 'header', pasted: text });
    return true;
  };
  useClipboardEvents(root, clip, (text) => pasteText(text) || pasteSheet(text));
  const list = useMemo(() => listAt(nodes, ''), [nodes]);
  const left = useMemo(() => unplaced(form, layout), [form, layout]);
  const first = design.steps[0]?.key ?? (left[0] === undefined ? null : `field:${left[0]}`);
  useEffect(() => { set({ first }); }, [first, set]);

  const drop = useDropTarget(root, {
    takes: (dragged, into) => {
      const table = into.startsWith('column:') ? into.slice(7) : null;
      if (dragged.sort === 'offer') {
        const offer = design.offers.find((one) => one.id === dragged.id);
        return offer !== undefined && (table === null ? mayStand(offer.part, listAt(nodes, into)?.inside ?? 'layout') : offer.part === 'field');
      }
      const column = columnIn(dragged.id);
      if (column !== null) return table === column.table;
      return table === null && mayMove(form, layout, new Set(movedOf(dragged)), into);
    },
    drop: (dragged, into, at) => {
      const table = into.startsWith('column:') ? into.slice(7) : null;
      const offer = design.offers.find((one) => one.id === dragged.id);
      if (dragged.sort === 'offer' && offer !== undefined) {
        if (table === null) insert.at(offer, { into, at });
        else insert.column(offer, table, at);
        return;
      }
      const column = columnIn(dragged.id);
      const name = t('form-designer.moved', { label: labelOf(dragged.id) });
      if (column !== null) run(name, moveColumn(form, column.table, column.column, at));
      else run(name, moveTo(form, layout, new Set(movedOf(dragged)), { into, at }));
      choose(column === null ? movedOf(dragged) : [dragged.id]);
    },
  });

  /** The faces that can be seen, in their order. */
  const faces = (): readonly HTMLElement[] => [...(root.current?.querySelectorAll<HTMLElement>('[data-face]') ?? [])];
  const go = (event: KeyboardEvent, by: -1 | 1 | 'first' | 'last'): void => {
    const all = faces();
    const now = all.findIndex((face) => face === document.activeElement);
    const next = by === 'first' ? all[0] : by === 'last' ? all.at(-1) : all[now + by];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    if (event.shiftKey) chooseBy(event, next.dataset['face'] ?? '', root.current, false);
    else choose([next.dataset['face'] ?? '']);
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.isComposing || !(event.target instanceof HTMLElement) || event.target.dataset['face'] === undefined) return;
    const key = nameOf(event);
    if (key === 'ArrowUp' || key === 'ArrowDown') go(event, key === 'ArrowUp' ? -1 : 1);
    else if (key === 'Home' || key === 'End') go(event, key === 'Home' ? 'first' : 'last');
    else if (key === 'Escape') choose([]);
    else if (key === 'Mod+a') {
      event.preventDefault();
      choose(design.steps.filter(({ key: one, depth }) => depth === 0 && !isKey('page', one)).map(({ key: one }) => one));
    } else if (key === 'Insert' || key === 'i' || key === '+') {
      event.preventDefault();
      set({ dialog: 'insert' });
    } else if (key === 'r') {
      event.preventDefault();
      choose([event.target.dataset['face']], undefined, true);
      set({ tab: 'logic' });
      toRules();
    } else if (key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      choose([event.target.dataset['face']], undefined, true);
      set({ tab: 'settings' });
      requestAnimationFrame(toProperties);
    } else {
      const action = keyed.get(key);
      if (action === undefined) return;
      event.preventDefault();
      act(action);
    }
  };
  const latest = useRef(keys);
  const inside = useRef(false);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const canvas = root.current;
    if (canvas === null) return undefined;
    const key = (event: KeyboardEvent): void => { latest.current(event); };
    const enter = (): void => { inside.current = true; };
    const leave = ({ relatedTarget }: FocusEvent): void => {
      if (relatedTarget instanceof Node) inside.current = canvas.contains(relatedTarget);
    };
    const press = (event: PointerEvent): void => {
      if (event.target === canvas) choose([]);
    };
    canvas.addEventListener('keydown', key);
    canvas.addEventListener('focusin', enter);
    canvas.addEventListener('focusout', leave);
    canvas.addEventListener('pointerdown', press);
    return () => {
      canvas.removeEventListener('keydown', key);
      canvas.removeEventListener('focusin', enter);
      canvas.removeEventListener('focusout', leave);
      canvas.removeEventListener('pointerdown', press);
    };
  }, [choose]);
  const grabs = useSelection((state) => state.grabs);
  useEffect(() => {
    if (grabs === 0) return undefined;
    // A window that closes keeps the focus and gives it back to where it was opened from: it is waited for.
    let frame = 0;
    let tries = 40;
    let held = false;
    const take = (): void => {
      tries -= 1;
      const face = faceIn(root.current);
      const active = document.activeElement;
      // Whoever went on to the properties is left there.
      if (held && active?.closest('[data-properties]') !== null && active !== document.body) return;
      if (document.querySelector('[role=dialog][aria-modal=true]') === null) face?.focus();
      held = held || document.activeElement === face;
      if (tries > 0 && (document.activeElement !== face || tries > 36)) frame = requestAnimationFrame(take);
    };
    frame = requestAnimationFrame(take);
    return () => { cancelAnimationFrame(frame); };
  }, [grabs]);
  const shows = useSelection((state) => state.shows);
  useEffect(() => {
    if (shows > 0) faceIn(root.current)?.scrollIntoView({ block: 'center' });
  }, [shows]);
  // What was moved loses the focus with its place, and gets it again, so that the next key goes on with it.
  useEffect(() => {
    const { chosen } = selectionNow();
    const there = chosen.filter((key) => fieldAt(key) !== undefined || steps.some((step) => step.key === key));
    // What an undo took away is no longer chosen.
    if (there.length < chosen.length) choose(there);
    if (nodes.length > 0 && inside.current && document.activeElement === document.body) faceIn(root.current)?.focus();
  }, [nodes, steps, fieldAt, choose]);

  const own = layoutOf(form, layout) !== undefined;
  const others = objectsIn(form, 'layouts').length > 0;
  const make = (): void => { run(t('form-designer.layout_made', { layout: t(`form-designer.layout.${layout}`) }), withOwnLayout(form, layout)); };
  return (
    <div ref={root} className={styles['canvas']} role="group" aria-label={t('form-designer.canvas')} data-canvas>
      {others && !own ? (
        <Alert type="info" showIcon title={t(`form-designer.no_layout.${layout}`)} action={<Button size="small" type="primary" onClick={make}>{t('form-designer.make_layout')}</Button>} />
      ) : (
        <>
          {orderOf(form, layout).length === 0 && nodes.length === 0 && <Empty description={t('form-designer.empty')} />}
          {list !== undefined && <PartList list={list} name={t('form-designer.fields')} />}
          {left.length > 0 && (
            <section className={styles['left']} aria-label={t('form-designer.unplaced')}>
              <h3 className={styles['soft']}>{t('form-designer.unplaced')}</h3>
              <ul className={styles['list']} data-columns={2} aria-label={t('form-designer.unplaced')}>
                {left.map((id) => (fields.has(id) ? <FieldCard key={id} id={id} wide={false} /> : null))}
              </ul>
            </section>
          )}
          {own && layout !== 'desktop' && <Button type="link" size="small" onClick={() => { run(t('form-designer.layout_dropped', { layout: t(`form-designer.layout.${layout}`) }), withoutLayout(form, layout)); }}>{t('form-designer.drop_layout')}</Button>}
        </>
      )}
      {drop !== null && <span className={styles['line']} style={drop.line} aria-hidden="true" />}
    </div>
  );
}

