import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { Providers } from '@/app/Root';
import { router } from '@/app/router';
import { startI18n } from '@/i18n';
import '@/theme/global.css';

async function start(): Promise<void> {
  await startI18n();
  const place = document.getElementById('root');
  if (place === null) throw new Error('the page lacks its root');
  createRoot(place).render(
    <StrictMode>
      <Providers>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

void start();
