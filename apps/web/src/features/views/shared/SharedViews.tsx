import { Button } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { View } from '@/generated/definition';
import type { ListState } from '../useList';
import { withUpdated } from './model';
import { useDraftChange, useFormDraft } from './useSharedDraft';
import styles from '../views.module.css';

const ShareDialog = lazy(() => import('./ShareDialog'));
const ManageDialog = lazy(() => import('./ManageDialog'));
const Publication = lazy(async () => ({ default: (await import('@/features/build')).Publication }));

interface SharedViewsOf {
  app: string;
  form: string;
  /** Whether the person builds the app: nobody else changes what everybody sees. */
  builds: boolean;
  /** The views of the form, as the list shows them. */
  shown: readonly View[];
  state: ListState;
}

export interface SharedViews {
  share: () => void;
  manage: () => void;
  /** Writes the view that is open, as it stands, into the draft. */
  update: (view: View) => Promise<void>;
  /** Dialogs, and what waits to be published. */
  face: ReactNode;
}

type Step = { what: 'share' | 'manage' } | { what: 'publish'; open: string | null };

/** What a builder does from the list with the views that everybody sees: always through the draft, and live only when it is published. */
export function useSharedViews({ app, form, builds, shown, state }: SharedViewsOf): SharedViews {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step | null>(null);
  const draft = useFormDraft(app, form, builds);
  const change = useDraftChange(app, form);
  const close = (): void => { setStep(null); };
  const { view } = state;
  const publishes = step?.what === 'publish' ? step : null;
  const face = !builds ? null : (
    <>
      {draft.data?.pending === true && (
        <Button size="small" type="link" className={styles['pending'] ?? ''} onClick={() => { setStep({ what: 'publish', open: null }); }}>
          {t('views.pending')}
        </Button>
      )}
      <Suspense>
        {step?.what === 'share' && view !== undefined && (
          <ShareDialog app={app} form={form} view={state.saved(view.view.id, view.view.label)} shown={shown} close={close} written={(id) => { setStep({ what: 'publish', open: id }); }} />
        )}
        {step?.what === 'manage' && draft.data !== undefined && (
          <ManageDialog app={app} form={form} draft={draft.data.definition} shown={shown} close={close} written={() => { setStep({ what: 'publish', open: null }); }} />
        )}
        {publishes !== null && (
          <Publication
            app={app}
            close={close}
            done={() => {
              const open = publishes.open ?? (view?.own === false ? view.view.id : null);
              if (open !== null) state.setView(open);
            }}
          />
        )}
      </Suspense>
    </>
  );
  return {
    share: () => { setStep({ what: 'share' }); },
    manage: () => { setStep({ what: 'manage' }); },
    update: async (before) => {
      await change((now) => withUpdated(now, shown, before, state.saved(before.id, before.label)));
      setStep({ what: 'publish', open: before.id });
    },
    face,
  };
}
