import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, useMe } from '@/api';
import { useProblemText } from '@/components';
import { jsonOf } from '@/definition';
import type { components } from '@/generated/api';
import { useText } from '@/i18n';
import { useBuilder } from './store';

export type KindEntry = components['schemas']['KindEntry'];
export type Finding = components['schemas']['Finding'];
export type VersionEntry = components['schemas']['VersionEntry'];

/** So often the draft is asked for again while it is looked at: whoever else builds is seen before anything is saved over. */
const looksAgain = 20_000;

const path = (app: string): { params: { path: { app: string } } } => ({ params: { path: { app } } });

export function useRegistry() {
  return useQuery({ queryKey: ['build', 'registry'], queryFn: () => ask(client.GET('/api/build/registry')), staleTime: Infinity });
}

/** The JSON Schema of a kind of objects. */
export function useSchema(kind: string) {
  return useQuery({ queryKey: ['build', 'registry', kind], queryFn: async () => jsonOf(await ask(client.GET('/api/build/registry/{kind}', { params: { path: { kind } } }))), staleTime: Infinity });
}

/** Names kinds of charts, elements and other parts as the registry does. */
export function useKindLabel(): (kind: string) => string {
  const { t } = useTranslation();
  const text = useText();
  const { data } = useRegistry();
  const known = new Map([...(data?.charts ?? []), ...(data?.elements ?? []), ...(data?.controls ?? [])].map((entry) => [entry.kind, text(entry.label)]));
  return (kind) => known.get(kind) ?? t(`build.values.${kind}`, { defaultValue: t(`build.kinds.${kind}`, { defaultValue: kind }) });
}

/** Reads the app into the store. */
export function useBuildApp(app: string) {
  const open = useBuilder((state) => state.open);
  const user = useMe()?.id ?? '';
  const query = useQuery({
    queryKey: ['build', app],
    queryFn: async () => {
      const asked = Date.now();
      return { ...(await ask(client.GET('/api/build/{app}', path(app)))), asked };
    },
    refetchInterval: looksAgain,
  });
  const { data } = query;
  useEffect(() => {
    if (data !== undefined) open(app, data.objects, data.asked, user);
  }, [app, data, open, user]);
  return query;
}

/** What checking the draft finds; asked anew after every save. */
export function useCheck(app: string) {
  const at = useBuilder((state) => (state.saving.state === 'saved' ? (state.saving.at?.getTime() ?? 0) : -1));
  return useQuery({
    queryKey: ['build', app, 'check', at],
    queryFn: () => ask(client.GET('/api/build/{app}/check', path(app))),
    enabled: at >= 0,
    placeholderData: (before) => before,
  });
}

export function useChanges(app: string, open: boolean) {
  return useQuery({ queryKey: ['build', app, 'changes'], queryFn: () => ask(client.GET('/api/build/{app}/changes', path(app))), enabled: open, staleTime: 0 });
}

export function useVersions(app: string, open: boolean) {
  return useQuery({ queryKey: ['build', app, 'versions'], queryFn: async () => (await ask(client.GET('/api/build/{app}/versions', path(app)))).versions, enabled: open, staleTime: 0 });
}

/** Publishing and rolling back change everything that is shown. */
export function usePublishing<Wanted>(act: (wanted: Wanted) => Promise<{ number: number }>, done: (number: number) => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: act,
    onSuccess: async ({ number }) => {
      await queries.invalidateQueries();
      done(number);
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
}

export const publish = (app: string, note: string) => ask(client.POST('/api/build/{app}/publish', { ...path(app), body: { note } }));
export const rollBack = (app: string, version: string) => ask(client.POST('/api/build/{app}/rollback', { ...path(app), body: { version } }));
