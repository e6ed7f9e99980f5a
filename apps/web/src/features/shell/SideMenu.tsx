import { BarChartOutlined, InboxOutlined } from '@ant-design/icons';
import { NavLink } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { addresses, useApps, useCounts, useMe, type MenuEntry } from '@/api';
import { entries } from '@/app/feature';
import { Glyph } from '@/components';
import { useText } from '@/i18n';
import { useNarrow } from '@/theme';
import { useCurrentApp } from './currentApp';
import styles from './shell.module.css';

interface ItemProps {
  to: string;
  icon: ReactNode;
  label: string;
  count?: number | undefined;
  urgent?: boolean;
  chosen: (() => void) | undefined;
}

function Item({ to, icon, label, count, urgent, chosen }: ItemProps) {
  return (
    <NavLink to={to} className={({ isActive }) => [styles['item'], isActive ? styles['active'] : ''].join(' ')} onClick={chosen}>
      {icon}
      <span className={styles['itemLabel']}>{label}</span>
      {count !== undefined && count > 0 && (
        <span className={styles['count']} data-urgent={urgent === true}>
          {count > 999 ? '999+' : count}
        </span>
      )}
    </NavLink>
  );
}

interface EntriesProps {
  app: string;
  menu: readonly MenuEntry[];
  chosen: (() => void) | undefined;
}

function Entries({ app, menu, chosen }: EntriesProps) {
  const text = useText();
  return menu.map((entry) => {
    if (entry.kind === 'form') {
      const view = typeof entry.view === 'string' ? `?view=${entry.view}` : '';
      return <Item key={`form/${entry.form}/${view}`} to={addresses.form(app, entry.form) + view} icon={<Glyph name={entry.icon} />} label={text(entry.label)} chosen={chosen} />;
    }
    if (entry.kind === 'dashboard') {
      return <Item key={entry.dashboard} to={addresses.dashboard(app, entry.dashboard)} icon={<BarChartOutlined aria-hidden />} label={text(entry.label)} chosen={chosen} />;
    }
    return (
      <div key={entry.id} className={styles['group']} role="group" aria-label={text(entry.label)}>
        <span className={styles['groupTitle']}>{text(entry.label)}</span>
        <Entries app={app} menu={entry.items} chosen={chosen} />
      </div>
    );
  });
}

/** The workbench, the menu of the current app, and the way into the builder. On a phone also the other apps. */
export function SideMenu({ chosen }: { chosen?: () => void }) {
  const { t } = useTranslation();
  const text = useText();
  const me = useMe();
  const narrow = useNarrow();
  const { data: apps } = useApps();
  const { data: counts } = useCounts();
  const app = useCurrentApp();
  const others = narrow ? (apps ?? []).filter((other) => other.id !== app?.id) : [];
  const building = me === null || app === undefined ? [] : entries.filter((entry) => entry.place === 'app' && entry.allowed(me, app));
  return (
    <div className={styles['menu']}>
      <Item to={addresses.work('todo').replace('/todo', '')} icon={<InboxOutlined aria-hidden />} label={t('shell.workbench')} count={counts?.todo} urgent={(counts?.overdue ?? 0) > 0} chosen={chosen} />
      {app !== undefined && (
        <>
          {narrow && <span className={styles['groupTitle']}>{text(app.label)}</span>}
          <Entries app={app.id} menu={app.menu} chosen={chosen} />
        </>
      )}
      {others.map((other) => (
        <div key={other.id} className={styles['group']} role="group" aria-label={text(other.label)}>
          <span className={styles['groupTitle']}>{text(other.label)}</span>
          <Entries app={other.id} menu={other.menu} chosen={chosen} />
        </div>
      ))}
      <div className={styles['menuFoot']}>
        {building.map((entry) => (
          <Item key={entry.label} to={entry.path(app?.id ?? '')} icon={<entry.icon aria-hidden />} label={t(entry.label)} chosen={chosen} />
        ))}
      </div>
    </div>
  );
}
