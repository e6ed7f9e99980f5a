import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn } from '@/api';
import { useClear } from '@/components';
import { chooseBy } from './canvas/Face';
import { useDesign } from './design';
import { KindIcon } from './icons';
import { initialsOf } from './model/initials';
import { unplaced } from './model/commands';
import { idIn, isKey } from './model/tree';
import { selectionNow, useSelection } from './selection';
import styles from './designer.module.css';

interface Line {
  key: string;
  depth: number;
  label: string;
  icon: string;
}

/** The height of a line, as in the style sheet. */
const height = 28;

/** The form as a tree of names, with a search by name, by initials and by id. */
export function Outline() {
  const { t } = useTranslation();
  const clear = useClear();
  const { form, layout, steps, fields, kinds, labelOf, faults } = useDesign();
  const chosen = useSelection((state) => state.chosen);
  const [search, setSearch] = useState('');
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo((): readonly Line[] => {
    const iconOf = (key: string, kind: string | undefined): string => (isKey('field', key) ? (kinds.get(textIn(fields.get(idIn(key)), 'kind') ?? '')?.icon ?? '') : (kind ?? 'tabs'));
    const placed = steps.map(({ key, node, depth }) => ({ key, depth, label: labelOf(key), icon: iconOf(key, textIn(node, 'kind')) }));
    const left = unplaced(form, layout).map((id) => ({ key: `field:${id}`, depth: 0, label: labelOf(`field:${id}`), icon: iconOf(`field:${id}`, undefined) }));
    const wanted = search.trim().toLowerCase();
    const fits = ({ key, label }: Line): boolean => label.toLowerCase().includes(wanted) || idIn(key).includes(wanted) || initialsOf(label).includes(wanted);
    return wanted === '' ? [...placed, ...left] : [...placed, ...left].filter(fits);
  }, [form, layout, steps, fields, kinds, labelOf, search]);
  // Nothing is memoised over what it returns.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 10 });
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const now = lines.findIndex((line) => line.key === chosen.at(-1));
    const next = Math.min(Math.max(now + (event.key === 'ArrowDown' ? 1 : -1), 0), lines.length - 1);
    const line = lines[next];
    if (line === undefined) return;
    selectionNow().choose([line.key]);
    selectionNow().show();
    virtual.scrollToIndex(next);
  };
  return (
    <div className={styles['stack']}>
      <Input prefix={<SearchOutlined aria-hidden />} allowClear={clear} placeholder={t('form-designer.find_field')} aria-label={t('form-designer.find_field')} onChange={(event) => { setSearch(event.target.value); }} />
      {lines.length === 0 && <p className={styles['soft']}>{t('form-designer.no_field')}</p>}
      <div ref={box} className={styles['outline']} role="listbox" tabIndex={0} aria-label={t('form-designer.outline')} aria-multiselectable onKeyDown={keys} {...(lines.length > 0 && chosen.length > 0 ? { 'aria-activedescendant': `outline-${chosen.at(-1) ?? ''}` } : {})}>
        <div className={styles['rail']} style={{ height: virtual.getTotalSize() }} role="presentation">
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index];
            if (line === undefined) return null;
            return (
              <div
                key={line.key}
                id={`outline-${line.key}`}
                className={styles['branch']}
                style={{ transform: `translateY(${String(start)}px)`, paddingInlineStart: `calc(var(--s4) * ${String(line.depth)} + var(--s2))` }}
                role="option"
                tabIndex={-1}
                aria-selected={chosen.includes(line.key)}
                onMouseDown={(event) => { chooseBy(event, line.key, null, true); selectionNow().show(); }}
              >
                <KindIcon name={line.icon} />
                <span className={styles['kindName']}>{line.label}</span>
                {(faults.get(line.key)?.length ?? 0) > 0 && <span className={styles['fault']} aria-label={t('form-designer.faults', { count: faults.get(line.key)?.length ?? 0 })}>●</span>}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
