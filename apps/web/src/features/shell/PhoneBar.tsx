import { AppstoreOutlined, BellOutlined, InboxOutlined, PlusCircleFilled, UserOutlined } from '@ant-design/icons';
import { Badge, Drawer } from 'antd';
import { useState } from 'react';
import { NavLink, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useCounts } from '@/api';
import { Nothing } from '@/components';
import { useNewItems } from './TopBar';
import styles from './shell.module.css';

const tab = ({ isActive }: { isActive: boolean }): string => [styles['tab'], isActive ? styles['tabActive'] : ''].join(' ');

/** 工作台 · 应用 · ＋ · 消息 · 我 */
export function PhoneBar({ openMenu }: { openMenu: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: counts } = useCounts();
  const [choosing, setChoosing] = useState(false);
  const items = useNewItems();
  return (
    <nav className={styles['phoneBar']} aria-label={t('shell.menu')}>
      <NavLink to="/desk" className={tab}>
        <Badge count={counts?.todo ?? 0} size="small" overflowCount={99} offset={[4, 0]}><InboxOutlined aria-hidden /></Badge>
        {t('shell.workbench')}
      </NavLink>
      <button type="button" className={styles['tab']} onClick={openMenu}>
        <AppstoreOutlined aria-hidden />
        {t('shell.apps')}
      </button>
      <button
        type="button"
        className={styles['tab']}
        aria-label={t('shell.new')}
        onClick={() => {
          setChoosing(true);
        }}
      >
        <PlusCircleFilled className={styles['plus'] ?? ''} aria-hidden />
      </button>
      <NavLink to={addresses.messages()} className={tab}>
        <Badge count={counts?.messages_unread ?? 0} size="small" overflowCount={99} offset={[4, 0]}><BellOutlined aria-hidden /></Badge>
        {t('shell.messages')}
      </NavLink>
      <NavLink to={addresses.me()} className={tab}>
        <UserOutlined aria-hidden />
        {t('shell.me_short')}
      </NavLink>
      <Drawer
        open={choosing}
        placement="bottom"
        size="auto"
        title={t('shell.new')}
        onClose={() => {
          setChoosing(false);
        }}
      >
        {items.length === 0 && <Nothing title={t('shell.nothing_new')} />}
        {items.map((item) =>
          item !== null && 'label' in item ? (
            <button
              key={String(item.key)}
              type="button"
              className={styles['newItem']}
              onClick={() => {
                setChoosing(false);
                void navigate(String(item.key));
              }}
            >
              {'icon' in item && item.icon}
              {item.label}
            </button>
          ) : null,
        )}
      </Drawer>
    </nav>
  );
}
