/** The views that a person keeps, beside those of the form. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, client, isObject, isText, keys, newKey } from '@/api';
import type { View } from '@/generated/definition';
import type { Label } from '@/i18n';

/** A view with where it comes from. */
export interface KnownView {
  view: View;
  /** Whether it is wholly the person's: what the address filters by stands in place of its filter. */
  own: boolean;
  /** Whether it came with an address and is kept nowhere yet. */
  given?: boolean;
  /** Why it cannot be opened. */
  fault: Label;
}

export interface OwnViews {
  views: readonly KnownView[];
  first: string | null;
}

export function isView(value: unknown): value is View {
  return isObject(value) && isText(value['id']) && Array.isArray(value['columns']);
}

const keyOf = (app: string, form: string) => [...keys.form(app, form), 'views'] as const;

export function useOwnViews(app: string, form: string) {
  return useQuery({
    queryKey: keyOf(app, form),
    queryFn: async (): Promise<OwnViews> => {
      const found = await ask(client.GET('/api/apps/{app}/forms/{form}/views', { params: { path: { app, form } } }));
      const views = found.views.flatMap(({ view, fault }) => (isView(view) ? [{ view, own: true, fault }] : []));
      return { views, first: found.first ?? null };
    },
    staleTime: 5 * 60_000,
  });
}

const headers = () => ({ 'Idempotency-Key': newKey() });

interface KeepViews {
  keep: (view: View) => Promise<void>;
  forget: (view: string) => Promise<void>;
  openWith: (view: string | null) => Promise<void>;
}

/** What a person does with the own views; every change is on the server when the promise is kept. */
export function useKeepViews(app: string, form: string): KeepViews {
  const queries = useQueryClient();
  const path = { app, form };
  const again = () => queries.invalidateQueries({ queryKey: keyOf(app, form) });
  return {
    keep: async (view) => {
      await client.PUT('/api/apps/{app}/forms/{form}/views/{view}', { params: { path: { ...path, view: view.id } }, headers: headers(), body: view });
      await again();
    },
    forget: async (view) => {
      await client.DELETE('/api/apps/{app}/forms/{form}/views/{view}', { params: { path: { ...path, view } }, headers: headers() });
      await again();
    },
    openWith: async (view) => {
      await client.PUT('/api/apps/{app}/forms/{form}/first-view', { params: { path }, headers: headers(), body: { view } });
      await again();
    },
  };
}
