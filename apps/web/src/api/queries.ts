import { useQuery, useQueryClient } from '@tanstack/react-query';
import { knowForm, prepareEngine, type Description } from '@/engine';
import { useLocale } from '@/i18n';
import { useAccess } from './access';
import { ask } from './ask';
import { client } from './client';
import type { Json } from './narrow';
import type { AppSummary, FormDetail, Session } from './types';

/** The keys under which answers are kept; live events make them stale. */
export const keys = {
  session: ['session'] as const,
  apps: ['apps'] as const,
  form: (app: string, form: string) => ['form', app, form] as const,
  records: (app: string, form: string) => ['records', app, form] as const,
  record: (app: string, form: string, id: string) => ['record', app, form, id] as const,
  tasks: ['tasks'] as const,
  counts: ['counts'] as const,
  messages: ['messages'] as const,
  absences: ['absences'] as const,
  reports: ['report'] as const,
} as const;

async function readSession(): Promise<Session> {
  const session = await ask(client.GET('/api/session'));
  useAccess.getState().hold(session.csrf ?? null);
  return session;
}

export function useSession() {
  return useQuery({ queryKey: keys.session, queryFn: readSession, staleTime: Infinity, retry: false });
}

/** The signed-in person; pages of the frame are shown only to one. */
export function useMe() {
  const { data } = useSession();
  return data?.person ?? null;
}

/** Reads the session again, and with it everything that depends on who is signed in. */
export function useRenewSession(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await queries.fetchQuery({ queryKey: keys.session, queryFn: readSession, staleTime: 0 });
    await queries.invalidateQueries();
  };
}

export function useApps() {
  return useQuery({
    queryKey: keys.apps,
    queryFn: async () => (await ask(client.GET('/api/apps'))).apps,
    staleTime: 60_000,
  });
}

export function useApp(id: string | undefined): AppSummary | undefined {
  const { data } = useApps();
  return data?.find((app) => app.id === id);
}

/** A form with what the engine says of it. */
export interface FormKnown {
  detail: FormDetail;
  bundle: Json;
  description: Description;
}

async function readForm(app: string, form: string): Promise<FormKnown> {
  prepareEngine();
  const detail = await ask(client.GET('/api/apps/{app}/forms/{form}', { params: { path: { app, form } } }));
  const bundle: Json = { ...detail.bundle };
  const { description } = await knowForm(bundle);
  return { detail, bundle, description };
}

export function useFormKnown(app: string, form: string) {
  const locale = useLocale((state) => state.locale);
  return useQuery({ queryKey: [...keys.form(app, form), locale], queryFn: () => readForm(app, form), staleTime: 5 * 60_000 });
}

export function useCounts() {
  return useQuery({
    queryKey: keys.counts,
    queryFn: () => ask(client.GET('/api/tasks/counts')),
    refetchInterval: 60_000,
  });
}
