import { Button, Divider, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useMe, useSession } from '@/api';
import { Page as PageFrame, Person } from '@/components';
import { OwnAbsences } from '@/features/absences';
import { NewPasswordForm } from '@/features/session';
import { useLocale, type Locale } from '@/i18n';
import { useSchemeChoice, type SchemeChoice } from '@/theme';
import { useAdminItems, useSignOut } from './PersonMenu';
import styles from './shell.module.css';

/** The signed-in person: how the product looks, the password, signing out. */
export function Page() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const me = useMe();
  const session = useSession();
  const { locale, chooseLocale } = useLocale();
  const { choice, choose } = useSchemeChoice();
  const [changing, setChanging] = useState(false);
  const signOut = useSignOut();
  const admin = useAdminItems();
  if (me === null) return null;
  return (
    <PageFrame title={t('shell.me')}>
      <div className={styles['settings']}>
        <div className={styles['setting']}>
          <Person name={me.name} />
          <span className={styles['faint']}>{me.login}</span>
        </div>
        <div className={styles['setting']}>
          <span id="set-locale">{t('shell.language')}</span>
          <Segmented<Locale>
            aria-labelledby="set-locale"
            value={locale}
            options={[{ value: 'zh-CN', label: <span lang="zh-CN">中文</span> }, { value: 'en', label: <span lang="en">English</span> }]}
            onChange={chooseLocale}
          />
        </div>
        <div className={styles['setting']}>
          <span id="set-scheme">{t('shell.scheme')}</span>
          <Segmented<SchemeChoice>
            aria-labelledby="set-scheme"
            value={choice}
            options={[{ value: 'light', label: t('shell.light') }, { value: 'dark', label: t('shell.dark') }, { value: 'system', label: t('shell.system') }]}
            onChange={choose}
          />
        </div>
        <div className={styles['setting']}>
          <span>{t('session.password')}</span>
          <Button
            onClick={() => {
              setChanging(true);
            }}
          >
            {t('session.change_password')}
          </Button>
        </div>
        <Divider />
        <OwnAbsences />
        {admin.length > 0 && (
          <div className={styles['places']}>
            {admin.map((item) =>
              item !== null && 'label' in item ? (
                <Button key={String(item.key)} icon={'icon' in item ? item.icon : undefined} onClick={() => void navigate(String(item.key))}>
                  {item.label}
                </Button>
              ) : null,
            )}
          </div>
        )}
        <Divider />
        <Button onClick={() => void signOut()}>{t('shell.sign_out')}</Button>
        <p className={styles['faint']}>{t('shell.version', { version: session.data?.product_version ?? '' })}</p>
      </div>
      <Modal
        open={changing}
        footer={null}
        destroyOnHidden
        title={t('session.change_password')}
        onCancel={() => {
          setChanging(false);
        }}
      >
        <NewPasswordForm
          done={() => {
            setChanging(false);
          }}
        />
      </Modal>
    </PageFrame>
  );
}
