import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client, useMe } from '@/api';
import { useProblemText } from '@/components';
import { jsonOf } from '@/definition';
import { handOver } from '@/features/records';
import type { components } from '@/generated/api';
import { useText, type Label } from '@/i18n';
import type { Decisions } from './Impact';
import { useBuilder } from './store';

export type KindEntry = components['schemas']['KindEntry'];
export type Finding = components['schemas']['Finding'];
export type Choice = components['schemas']['StoredValueChoice'];
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

/** What publishing would change, with what is decided about stored values. */
export function useChanges(app: string, choices: Choice[], open: boolean) {
  return useQuery({
    queryKey: ['build', app, 'changes', choices],
    queryFn: () => ask(client.POST('/api/build/{app}/changes/weigh', { ...path(app), body: { choices } })),
    enabled: open,
    staleTime: 0,
    placeholderData: (before) => before,
  });
}

/** What going back to a version would change. */
export function useChangesBack(app: string, number: number, choices: Choice[], open: boolean) {
  return useQuery({
    queryKey: ['build', app, 'changes-back', number, choices],
    queryFn: () => ask(client.POST('/api/build/{app}/versions/{number}/weigh', { params: { path: { app, number } }, body: { choices } })),
    enabled: open,
    staleTime: 0,
    placeholderData: (before) => before,
  });
}

/** What every kind of control, step, action, chart and element is called. */
export function useKindNames(): ReadonlyMap<string, Label> {
  const { data } = useRegistry();
  return useMemo(() => {
    const kinds = data === undefined ? [] : [...data.elements, ...data.charts, ...data.actions, ...data.nodes, ...data.controls];
    return new Map(kinds.map((entry) => [entry.kind, entry.label]));
  }, [data]);
}

/** The conversions of stored values; asked again and again while one runs. */
export function useMigrations(app: string) {
  return useQuery({
    queryKey: ['build', app, 'migrations'],
    queryFn: async () => (await ask(client.GET('/api/build/{app}/migrations', path(app)))).migrations,
    refetchInterval: ({ state }) => (state.data?.some((migration) => migration.state === 'running' || migration.state === 'settling') === true ? 1000 : false),
  });
}

export function useDifferences(app: string, from: number, to: number) {
  return useQuery({
    queryKey: ['build', app, 'differences', from, to],
    queryFn: async () => (await ask(client.GET('/api/build/{app}/versions/{from}/differences/{to}', { params: { path: { app, from, to } } }))).differences,
  });
}

export type RunningCases = components['schemas']['RunningCases'];
export type CaseObstacle = components['schemas']['CaseObstacle'];
type CasesMigrated = components['schemas']['CasesMigrated'];

const flowPath = (app: string, flow: string): { params: { path: { app: string; flow: string } } } => ({ params: { path: { app, flow } } });

export function useRunningCases(app: string, flow: string) {
  return useQuery({ queryKey: ['build', app, 'cases', flow], queryFn: () => ask(client.GET('/api/build/{app}/flows/{flow}/cases', flowPath(app, flow))), staleTime: 0 });
}

/** What would become of the cases that follow older versions. */
export function useWeighedCases(app: string, flow: string, steps: Readonly<Record<string, string>>) {
  return useQuery({
    queryKey: ['build', app, 'cases', flow, 'weighed', steps],
    queryFn: () => ask(client.POST('/api/build/{app}/flows/{flow}/cases/weigh', { ...flowPath(app, flow), body: { steps } })),
    staleTime: 0,
  });
}

export const migrateCases = (app: string, flow: string, steps: Readonly<Record<string, string>>, expected: number) =>
  ask(client.POST('/api/build/{app}/flows/{flow}/cases/migrate', { ...flowPath(app, flow), body: { steps, expected } }));

export function useCaseMigration(act: () => Promise<CasesMigrated>, { done, failed }: { done: (migrated: CasesMigrated) => void; failed: (error: unknown) => void }) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (migrated) => {
      await queries.invalidateQueries();
      done(migrated);
    },
    onError: failed,
  });
}

export async function cancelMigration(app: string, migration: string): Promise<void> {
  await client.POST('/api/build/{app}/migrations/{migration}/cancel', { params: { path: { app, migration } } });
}

export async function exportTroubled(app: string, form: string, field: string): Promise<void> {
  const { data } = await client.POST('/api/build/{app}/changes/records', { ...path(app), body: { form, field }, parseAs: 'blob' });
  if (data !== undefined) handOver(data, `${form}-${field}.xlsx`);
}

export async function exportMigration(app: string, migration: string): Promise<void> {
  const { data } = await client.GET('/api/build/{app}/migrations/{migration}/values', { params: { path: { app, migration } }, parseAs: 'blob' });
  if (data !== undefined) handOver(data, `${app}-values.xlsx`);
}

export function useVersions(app: string, open: boolean) {
  return useQuery({ queryKey: ['build', app, 'versions'], queryFn: async () => (await ask(client.GET('/api/build/{app}/versions', path(app)))).versions, enabled: open, staleTime: 0 });
}

type Published = components['schemas']['PublishedVersion'];

/** Publishing and rolling back change everything that is shown. */
export function usePublishing(act: () => Promise<Published>, done: (published: Published) => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: act,
    onSuccess: async (published) => {
      await queries.invalidateQueries();
      done(published);
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
}

export const publish = (app: string, note: string, { choices, despite }: Decisions) =>
  ask(client.POST('/api/build/{app}/publish', { ...path(app), body: { note, choices, despite_scenarios: despite } }));
export const rollBack = (app: string, version: string, { choices }: Decisions) => ask(client.POST('/api/build/{app}/rollback', { ...path(app), body: { version, choices } }));
