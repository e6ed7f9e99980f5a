import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { ask, client, keys } from '@/api';
import { useProblemText } from '@/components';
import type { components } from '@/generated/api';

export type ImportState = components['schemas']['ImportState'];
export type ImportOrder = components['schemas']['ImportOrder'];
export type ImportMapping = components['schemas']['ImportMapping'];
export type ImportTarget = components['schemas']['ImportTarget'];
export type ImportFault = components['schemas']['ImportFault'];
export type ImportStage = components['schemas']['ImportStage'];

/** How often the progress is asked for while somebody works on it, in milliseconds. */
const often = 700;

export interface ImportPlace {
  app: string;
  form: string;
  id: string;
}

export function isWorking(stage: ImportStage): boolean {
  return stage === 'checking' || stage === 'running' || stage === 'undoing';
}

const listKey = (app: string, form: string) => ['imports', app, form] as const;
const oneKey = ({ app, form, id }: ImportPlace) => ['imports', app, form, id] as const;

/** The person's imports into a form, the newest first. */
export function useImports(app: string, form: string) {
  return useQuery({
    queryKey: listKey(app, form),
    queryFn: async () => (await ask(client.GET('/api/apps/{app}/forms/{form}/imports', { params: { path: { app, form } } }))).imports,
    refetchInterval: (query) => (query.state.data?.some(({ stage }) => isWorking(stage)) === true ? often : false),
  });
}

/** One import; as long as it is worked on, it is asked for again and again. */
export function useImport(place: ImportPlace) {
  const { app, form, id } = place;
  return useQuery({
    queryKey: oneKey(place),
    queryFn: () => ask(client.GET('/api/apps/{app}/forms/{form}/imports/{import}', { params: { path: { app, form, import: id } } })),
    refetchInterval: (query) => (query.state.data !== undefined && isWorking(query.state.data.stage) ? often : false),
  });
}

/** Takes a file in. */
export function takeFile(app: string, form: string, file: File): Promise<ImportState> {
  const body = new FormData();
  body.append('file', file, file.name);
  return ask(client.POST('/api/apps/{app}/forms/{form}/imports', { params: { path: { app, form } }, body: { file: '' }, bodySerializer: () => body }));
}

/** What can be done with an import. */
export function stepsOf({ app, form, id }: ImportPlace) {
  const params = { path: { app, form, import: id } };
  return {
    look: (body: { sheet: number; head: number | null }) => ask(client.POST('/api/apps/{app}/forms/{form}/imports/{import}/look', { params, body })),
    check: (body: ImportOrder) => ask(client.POST('/api/apps/{app}/forms/{form}/imports/{import}/check', { params, body })),
    run: () => ask(client.POST('/api/apps/{app}/forms/{form}/imports/{import}/run', { params })),
    cancel: () => ask(client.POST('/api/apps/{app}/forms/{form}/imports/{import}/cancel', { params })),
    undo: () => ask(client.POST('/api/apps/{app}/forms/{form}/imports/{import}/undo', { params })),
  };
}

/** A step of an import: the answer is what the page shows from then on, a refusal is told in words. */
export function useStep<Wanted>(place: ImportPlace, step: (wanted: Wanted) => Promise<ImportState>) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: step,
    onSuccess: async (state) => {
      queries.setQueryData(oneKey(place), state);
      await queries.invalidateQueries({ queryKey: listKey(place.app, place.form), exact: true });
      await queries.invalidateQueries({ queryKey: keys.records(place.app, place.form) });
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
}

/** The rows that were not taken, as a workbook. */
export async function faultyRows({ app, form, id }: ImportPlace): Promise<Blob | undefined> {
  const params = { path: { app, form, import: id } };
  const { data } = await client.GET('/api/apps/{app}/forms/{form}/imports/{import}/faulty', { params, parseAs: 'blob' });
  return data;
}
