import { SearchOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, type ButtonProps, type InputRef, type MenuProps } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { KindEntry } from '@/features/build';
import { textOf, useText } from '@/i18n';
import { groupOf, groups } from './kinds';
import styles from './flow.module.css';

/** The kinds whose names begin with or hold what was typed, by sound, too. */
export function found(kinds: readonly KindEntry[], search: string, nameOf: (kind: string) => string): readonly KindEntry[] {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return kinds;
  return kinds.filter((kind) => [kind.kind, kind.sounds, nameOf(kind.kind), textOf(kind.label, 'zh-CN'), textOf(kind.label, 'en')].some((word) => word.toLowerCase().includes(wanted)));
}

interface AddMenuProps {
  kinds: readonly KindEntry[];
  add: (kind: string) => void;
  button: ButtonProps;
}

/**
 * «+»: the kinds of steps in groups, found by name or sound. It does not slide open: while it does, the kinds move under the
 * pointer, and what is pressed on one kind and let go on another is no click.
 */
export function AddMenu({ kinds, add, button }: AddMenuProps) {
  const { t } = useTranslation();
  const text = useText();
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState('');
  const input = useRef<InputRef>(null);
  const nameOf = (kind: string): string => t(`flow-designer.kinds.${kind}`, { defaultValue: kind });
  const show = (next: boolean): void => {
    setOpen(next);
    setSearch('');
  };
  const choose = (kind: string): void => {
    show(false);
    add(kind);
  };
  useEffect(() => {
    if (!open) return undefined;
    // Before it has found its place the menu is hidden and takes no focus.
    const frame = requestAnimationFrame(() => { input.current?.focus({ preventScroll: true }); });
    return () => { cancelAnimationFrame(frame); };
  }, [open]);
  const fitting = open ? found(kinds, search, nameOf) : [];
  const items: NonNullable<MenuProps['items']> = groups.flatMap(({ id }) => {
    const members = fitting.filter((kind) => groupOf(kind.kind) === id);
    return members.length === 0 ? [] : [{ key: id, type: 'group' as const, label: t(`flow-designer.groups.${id}`), children: members.map((kind) => ({ key: kind.kind, label: nameOf(kind.kind), title: text(kind.help) })) }];
  });
  const withSearch = (menu: ReactNode): ReactNode => (
    <div className={styles['menu']}>
      <Input
        ref={input}
        prefix={<SearchOutlined aria-hidden />}
        placeholder={t('flow-designer.search_kind')}
        aria-label={t('flow-designer.search_kind')}
        value={search}
        onChange={(event) => { setSearch(event.target.value); }}
        onKeyDown={(event) => { if (!event.nativeEvent.isComposing && event.key !== 'Escape' && event.key !== 'Tab' && event.key !== 'ArrowDown') event.stopPropagation(); }}
        onPressEnter={(event) => { const [first] = fitting; if (!event.nativeEvent.isComposing && first !== undefined && search !== '') choose(first.kind); }}
      />
      {fitting.length === 0 && <p className={styles['soft']}>{t('flow-designer.no_kind')}</p>}
      {menu}
    </div>
  );
  return (
    <Dropdown
      trigger={['click']}
      transitionName=""
      open={open}
      onOpenChange={(next, { source }) => { if (source === 'trigger' || !next) show(next); }}
      menu={{ items, onClick: ({ key }) => { choose(key); } }}
      popupRender={withSearch}
    >
      <Button {...button} />
    </Dropdown>
  );
}
