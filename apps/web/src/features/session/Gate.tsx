import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccess, useSession } from '@/api';
import { Failed } from '@/components';
import { LanguageSwitch } from './LanguageSwitch';
import { NewPasswordForm } from './NewPassword';
import { SetUpForm } from './SetUp';
import { SignInForm } from './SignIn';
import styles from './session.module.css';

interface DoorProps {
  title: string;
  note?: string;
  children: ReactNode;
}

/** The page before the frame: one card, nothing else. */
function Door({ title, note, children }: DoorProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('product.name')}`;
  }, [title, t]);
  return (
    <main className={styles['door']}>
      <div className={styles['brand']}>
        <img src="/favicon.svg" alt="" className={styles['mark']} />
        <span>{t('product.name')}</span>
      </div>
      <div className={styles['card']}>
        <h1>{title}</h1>
        {note !== undefined && <p className={styles['note']}>{note}</p>}
        {children}
      </div>
      <LanguageSwitch />
    </main>
  );
}

/** Lets in who is signed in. The address stays, so that the page that was asked for opens after signing in. */
export function Gate({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const session = useSession();
  const expired = useAccess((state) => state.expired);
  if (session.isPending) return null;
  if (session.isError) return <Failed error={session.error} retry={() => void session.refetch()} />;
  const { person, setup_needed: setupNeeded } = session.data;
  if (setupNeeded) return <Door title={t('session.first_administrator')} note={t('session.first_note')}><SetUpForm /></Door>;
  if (person === null || person === undefined) return <Door title={t('session.sign_in')}><SignInForm /></Door>;
  if (person.must_change_password) {
    return <Door title={t('session.first_password')} note={t('session.first_password_note')}><NewPasswordForm /></Door>;
  }
  return (
    <>
      {children}
      <Modal open={expired} closable={false} footer={null} title={t('session.expired')} destroyOnHidden>
        <p className={styles['note']}>{t('session.expired_note')}</p>
        <SignInForm />
      </Modal>
    </>
  );
}
