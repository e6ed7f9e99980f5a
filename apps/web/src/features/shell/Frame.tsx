import { Drawer } from 'antd';
import { Suspense, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { useTranslation } from 'react-i18next';
import { addresses, useLiveEvents } from '@/api';
import { useKeys, Waiting } from '@/components';
import { WaitingBar } from '@/features/unsent';
import { Gate } from '@/features/session';
import { useNarrow } from '@/theme';
import { OfflineBar } from './OfflineBar';
import { Palette } from './Palette';
import { PhoneBar } from './PhoneBar';
import { Shortcuts } from './Shortcuts';
import { SideMenu } from './SideMenu';
import { TopBar } from './TopBar';
import styles from './shell.module.css';

type Overlay = 'none' | 'palette' | 'shortcuts' | 'menu';

function Inside() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const narrow = useNarrow();
  const [overlay, setOverlay] = useState<Overlay>('none');
  const close = (): void => {
    setOverlay('none');
  };
  useLiveEvents();
  useKeys({
    'Mod+k': () => {
      setOverlay('palette');
    },
    '?': () => {
      setOverlay('shortcuts');
    },
    g: () => void navigate(addresses.work('todo')),
    m: () => void navigate(addresses.messages()),
  });
  return (
    <div className={styles['frame']} data-narrow={narrow}>
      <a className={styles['skip']} href="#content">
        {t('shell.skip')}
      </a>
      <TopBar
        narrow={narrow}
        search={() => {
          setOverlay('palette');
        }}
        shortcuts={() => {
          setOverlay('shortcuts');
        }}
      />
      {!narrow && (
        <nav className={styles['side']} aria-label={t('shell.menu')}>
          <SideMenu />
        </nav>
      )}
      <main className={styles['content']} id="content" tabIndex={-1}>
        <OfflineBar />
        <WaitingBar />
        <Suspense key={pathname} fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
      {narrow && (
        <PhoneBar
          openMenu={() => {
            setOverlay('menu');
          }}
        />
      )}
      <Drawer open={overlay === 'menu'} onClose={close} placement="bottom" size="70%" title={t('shell.apps')}>
        <SideMenu chosen={close} />
      </Drawer>
      <Palette open={overlay === 'palette'} close={close} />
      <Shortcuts open={overlay === 'shortcuts'} close={close} />
    </div>
  );
}

/** The frame around all pages of the signed-in app. */
export function Frame() {
  return (
    <Gate>
      <Inside />
    </Gate>
  );
}
