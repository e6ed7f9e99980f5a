import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Providers } from '@/app/Root';
import { Portal } from '@/features/portal';
import { t } from 'i18next';
import { startI18n } from '@/i18n';
import '@/theme/global.css';

/** The public pages: no menu, no sign-in, no designers. */
async function start(): Promise<void> {
  await startI18n();
  document.title = t('product.name');
  const place = document.getElementById('root');
  if (place === null) throw new Error('the page lacks its root');
  createRoot(place).render(
    <StrictMode>
      <Providers>
        <Portal />
      </Providers>
    </StrictMode>,
  );
}

void start();
