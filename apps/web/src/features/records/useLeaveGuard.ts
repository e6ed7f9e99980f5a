import { App } from 'antd';
import { useEffect } from 'react';
import { useBlocker } from 'react-router';
import { useTranslation } from 'react-i18next';

/** Asks before what was entered and not stored would be lost. `changed` is asked at that moment. */
export function useLeaveGuard(changed: () => boolean): void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => changed() && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (blocker.state !== 'blocked') return;
    modal.confirm({
      title: t('records.leave_title'),
      content: t('records.leave_note'),
      okText: t('records.leave'),
      cancelText: t('records.stay'),
      onOk: () => {
        blocker.proceed();
      },
      onCancel: () => {
        blocker.reset();
      },
    });
  }, [blocker, modal, t]);
  useEffect(() => {
    const onLeave = (event: BeforeUnloadEvent): void => {
      if (changed()) event.preventDefault();
    };
    window.addEventListener('beforeunload', onLeave);
    return () => {
      window.removeEventListener('beforeunload', onLeave);
    };
  }, [changed]);
}
