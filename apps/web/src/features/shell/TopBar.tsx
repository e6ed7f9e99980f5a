import { BellOutlined, CheckOutlined, DownOutlined, PlusOutlined, SearchOutlined } from '@ant-design/icons';
import { Badge, Button, Dropdown, type MenuProps } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useApps, useCounts } from '@/api';
import { Glyph } from '@/components';
import { LanguageSwitch } from '@/features/session';
import { useText } from '@/i18n';
import { flatMenu, useCurrentApp } from './currentApp';
import { PersonMenu } from './PersonMenu';
import styles from './shell.module.css';

type Items = NonNullable<MenuProps['items']>;

/** What can be filed in an app, as items of the menu 新建. */
export function useNewItems(): Items {
  const text = useText();
  const app = useCurrentApp();
  if (app === undefined) return [];
  return flatMenu(app.menu).flatMap((entry) =>
    entry.kind === 'form' && entry.may_create
      ? [{ key: addresses.newRecord(app.id, entry.form), label: text(entry.label), icon: <Glyph name={entry.icon} /> }]
      : [],
  );
}

function AppSwitch() {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { data: apps } = useApps();
  const current = useCurrentApp();
  const items: Items = (apps ?? []).map((app) => ({
    key: app.id,
    label: text(app.label),
    icon: <Glyph name={app.icon === '' ? 'app' : app.icon} />,
    extra: app.id === current?.id ? <CheckOutlined aria-label={t('shell.current')} /> : undefined,
  }));
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => void navigate(addresses.app(key)) }} trigger={['click']}>
      <button type="button" className={styles['appSwitch']} aria-haspopup="menu" title={t('shell.switch_app')}>
        <img src="/favicon.svg" alt="" className={styles['mark']} />
        <span className={styles['appName']}>{current === undefined ? t('product.name') : text(current.label)}</span>
        <DownOutlined className={styles['caret'] ?? ''} aria-hidden />
      </button>
    </Dropdown>
  );
}

interface TopBarProps {
  narrow: boolean;
  search: () => void;
  shortcuts: () => void;
}

export function TopBar({ narrow, search, shortcuts }: TopBarProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: counts } = useCounts();
  const newItems = useNewItems();
  const unread = counts?.messages_unread ?? 0;
  return (
    <header className={styles['top']}>
      <AppSwitch />
      <button type="button" className={styles['search']} onClick={search}>
        <SearchOutlined aria-hidden />
        <span className={styles['searchWords']}>{t('shell.search')}</span>
        <kbd className={styles['kbd']}>Ctrl K</kbd>
      </button>
      {!narrow && (
        <div className={styles['topRight']}>
          {newItems.length > 0 && (
            <Dropdown menu={{ items: newItems, onClick: ({ key }) => void navigate(key) }} trigger={['click']}>
              <Button type="primary" icon={<PlusOutlined aria-hidden />}>
                {t('shell.new')}
              </Button>
            </Dropdown>
          )}
          <Link to={addresses.messages()} className={styles['bell']} aria-label={t('shell.messages_count', { count: unread })}>
            <Badge count={unread} size="small" overflowCount={99}>
              <BellOutlined aria-hidden />
            </Badge>
          </Link>
          <LanguageSwitch />
          <PersonMenu shortcuts={shortcuts} />
        </div>
      )}
    </header>
  );
}
