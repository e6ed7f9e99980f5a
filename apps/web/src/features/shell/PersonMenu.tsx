import { DesktopOutlined, LogoutOutlined, MoonOutlined, QuestionCircleOutlined, SunOutlined, UserOutlined } from '@ant-design/icons';
import { Dropdown, type MenuProps } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, client, keys, useMe } from '@/api';
import { entries } from '@/app/feature';
import { Person } from '@/components';
import { forgetLocally } from '@/features/unsent';
import { useSchemeChoice } from '@/theme';
import { useCurrentApp } from './currentApp';
import styles from './shell.module.css';

type Items = NonNullable<MenuProps['items']>;

/** Signs out; nothing of the person stays in the page. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const me = useMe();
  return async () => {
    await client.DELETE('/api/session');
    if (me !== null) forgetLocally(me.id);
    queries.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] });
    await queries.invalidateQueries({ queryKey: keys.session });
  };
}

/** Administration pages that the person may open. */
export function useAdminItems(): Items {
  const { t } = useTranslation();
  const me = useMe();
  const app = useCurrentApp();
  if (me === null) return [];
  return entries
    .filter((entry) => entry.place === 'admin' && entry.allowed(me, app))
    .map((entry) => ({ key: entry.path(app?.id ?? ''), label: t(entry.label), icon: <entry.icon aria-hidden /> }));
}

export function PersonMenu({ shortcuts }: { shortcuts: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const choose = useSchemeChoice((state) => state.choose);
  const choice = useSchemeChoice((state) => state.choice);
  const signOut = useSignOut();
  const admin = useAdminItems();
  if (me === null) return null;
  const items: Items = [
    { key: 'me', label: t('shell.me'), icon: <UserOutlined aria-hidden /> },
    {
      key: 'scheme',
      label: t('shell.scheme'),
      icon: <SunOutlined aria-hidden />,
      children: [
        { key: 'scheme.light', label: t('shell.light'), icon: <SunOutlined aria-hidden /> },
        { key: 'scheme.dark', label: t('shell.dark'), icon: <MoonOutlined aria-hidden /> },
        { key: 'scheme.system', label: t('shell.system'), icon: <DesktopOutlined aria-hidden /> },
      ],
    },
    { key: 'shortcuts', label: t('shell.shortcuts'), icon: <QuestionCircleOutlined aria-hidden /> },
    ...(admin.length > 0 ? [{ type: 'divider' as const }, ...admin] : []),
    { type: 'divider' },
    { key: 'out', label: t('shell.sign_out'), icon: <LogoutOutlined aria-hidden /> },
  ];
  const act: Readonly<Record<string, () => void>> = {
    me: () => void navigate(addresses.me()),
    shortcuts,
    out: () => void signOut(),
    'scheme.light': () => {
      choose('light');
    },
    'scheme.dark': () => {
      choose('dark');
    },
    'scheme.system': () => {
      choose('system');
    },
  };
  const onClick = ({ key }: { key: string }): void => {
    const chosen = act[key];
    if (chosen === undefined) void navigate(key);
    else chosen();
  };
  return (
    <Dropdown menu={{ items, onClick, selectedKeys: [`scheme.${choice}`] }} trigger={['click']} placement="bottomRight">
      <button type="button" className={styles['me']} aria-label={t('shell.person', { name: me.name })}>
        <Person name={me.name} bare />
      </button>
    </Dropdown>
  );
}
