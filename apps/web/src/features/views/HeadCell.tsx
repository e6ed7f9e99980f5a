import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { useRef, type CSSProperties, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SortBy } from '@/api';
import type { Column } from '@/features/filters';
import { useText } from '@/i18n';
import { isSortable, nextSort } from './sort';
import styles from './views.module.css';

const [narrowest, widest, usual] = [4, 120, 16];

interface HeadCellProps {
  column: Column;
  sort: SortBy | null;
  onSort: (sort: SortBy | null) => void;
  width: number | undefined;
  onWidth: (width: number) => void;
  frozen: number | null;
}

/** How wide a digit is here. */
function digit(place: HTMLElement): number {
  const probe = document.createElement('span');
  probe.style.cssText = 'position:absolute;visibility:hidden;width:100ch';
  place.append(probe);
  const width = probe.getBoundingClientRect().width / 100;
  probe.remove();
  return width === 0 ? 1 : width;
}

export function widthStyle(width: number | undefined): CSSProperties {
  return width === undefined ? {} : { width: `${String(width)}ch`, minWidth: `${String(width)}ch`, maxWidth: `${String(width)}ch` };
}

/** Where a column that stays in sight stands; the table measures it. */
export function frozenStyle(frozen: number | null): CSSProperties {
  return frozen === null ? {} : { left: `var(--frozen-${String(frozen)}, 0)` };
}

/** The head of a column: sorts by a click, and takes another width by its edge. */
export function HeadCell({ column, sort, onSort, width, onWidth, frozen }: HeadCellProps) {
  const { t } = useTranslation();
  const text = useText();
  const cell = useRef<HTMLTableCellElement>(null);
  const sorted = sort?.field === column.id ? sort.dir : undefined;
  const name = text(column.label);
  const put = (next: number): void => {
    onWidth(Math.round(Math.min(widest, Math.max(narrowest, next))));
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    const head = cell.current;
    if (head === null) return;
    event.preventDefault();
    const handle = event.currentTarget;
    const [start, before, one] = [event.clientX, head.getBoundingClientRect().width, digit(head)];
    const move = (moved: globalThis.PointerEvent): void => {
      Object.assign(head.style, widthStyle(Math.max(narrowest, (before + moved.clientX - start) / one)));
    };
    const up = (moved: globalThis.PointerEvent): void => {
      handle.removeEventListener('pointermove', move);
      put((before + moved.clientX - start) / one);
    };
    handle.setPointerCapture(event.pointerId);
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', up, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const head = cell.current;
    put((width ?? (head === null ? usual : head.getBoundingClientRect().width / digit(head))) + by);
  };
  return (
    <th
      ref={cell}
      scope="col"
      data-frozen={frozen !== null}
      style={{ ...widthStyle(width), ...frozenStyle(frozen) }}
      className={column.figures ? styles['figures'] : undefined}
      aria-sort={sorted === undefined ? undefined : sorted === 'desc' ? 'descending' : 'ascending'}
    >
      {isSortable(column) ? (
        <button type="button" className={styles['sort']} title={t('records.sort_by', { field: name })} onClick={() => { onSort(nextSort(sort, column.id)); }}>
          {name}
          {sorted === 'asc' && <ArrowUpOutlined aria-hidden />}
          {sorted === 'desc' && <ArrowDownOutlined aria-hidden />}
        </button>
      ) : (
        name
      )}
      <span
        className={styles['edge']}
        role="separator"
        aria-orientation="vertical"
        aria-label={t('views.width_of', { label: name })}
        aria-valuemin={narrowest}
        aria-valuemax={widest}
        aria-valuenow={width ?? usual}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onKeyDown={onKeyDown}
      />
    </th>
  );
}
