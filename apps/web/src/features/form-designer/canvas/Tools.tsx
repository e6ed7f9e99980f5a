import { ArrowDownOutlined, ArrowUpOutlined, CopyOutlined, DeleteOutlined, MoreOutlined } from '@ant-design/icons';
import { Dropdown, type MenuProps } from 'antd';
import { memo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { actionIds, keysOf, useActions } from '../actions';
import { useDesign } from '../design';
import { useMark } from './marks';
import styles from './canvas.module.css';

/** The tools of what is chosen; nothing of them is drawn for anything else. */
export const Tools = memo(function Tools({ id }: { id: string }) {
  return useMark(id).last ? <Shown id={id} /> : null;
});

/** Everything that can be done, with its keys. */
function useItems(open: boolean): MenuProps['items'] {
  const { t } = useTranslation();
  const { may, act } = useActions();
  // Worked out when it is opened: whether something can be moved is looked for in the whole form.
  if (!open) return [];
  return actionIds.flatMap((action) => [
    ...(action === 'copy' || action === 'take' ? [{ type: 'divider' as const, key: `before-${action}` }] : []),
    {
      key: action,
      disabled: !may(action),
      danger: action === 'remove',
      label: (
        <span className={styles['item']}>
          {t(`form-designer.act.${action}`)} <kbd className={styles['keys']}>{keysOf[action]}</kbd>
        </span>
      ),
      onClick: () => { act(action); },
    },
  ]);
}

function Shown({ id }: { id: string }) {
  const { t } = useTranslation();
  const { labelOf } = useDesign();
  const { may, act } = useActions();
  const [open, setOpen] = useState(false);
  const items = useItems(open);
  const label = labelOf(id);
  const button = (action: 'up' | 'down' | 'duplicate' | 'remove', icon: ReactNode, name: string) => (
    <button type="button" className={styles['tool']} data-danger={action === 'remove'} disabled={(action === 'up' || action === 'down') && !may(action)} aria-label={name} title={name} onClick={() => { act(action); }}>
      {icon}
    </button>
  );
  const more = t('form-designer.more', { label });
  return (
    <span className={styles['tools']}>
      {button('up', <ArrowUpOutlined aria-hidden />, t('form-designer.up', { label }))}
      {button('down', <ArrowDownOutlined aria-hidden />, t('form-designer.down', { label }))}
      {button('duplicate', <CopyOutlined aria-hidden />, t('form-designer.duplicate', { label }))}
      {button('remove', <DeleteOutlined aria-hidden />, t('form-designer.retire', { label }))}
      <Dropdown autoFocus trigger={['click']} menu={{ items: items ?? [] }} onOpenChange={setOpen}>
        <button type="button" className={styles['tool']} aria-label={more} title={more}>
          <MoreOutlined aria-hidden />
        </button>
      </Dropdown>
    </span>
  );
}
