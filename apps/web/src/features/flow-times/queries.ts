import { useQuery } from '@tanstack/react-query';
import { ask, client } from '@/api';
import type { components } from '@/generated/api';

export type FlowTimes = components['schemas']['FlowTimes'];
export type StepTimes = components['schemas']['StepTimes'];

/** The page that tells how long the steps of a flow take. */
export const timesOf = (app: string, flow: string): string => `/build/${app}/flow-times/${flow}`;

/** So many days back, whole days in the browser's zone: asked again within the day it is the same question. */
export function spanOf(days: number, today = new Date()): { from: string; until: string } {
  const end = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1);
  const begin = new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1 - days);
  return { from: begin.toISOString(), until: end.toISOString() };
}

export function useFlowTimes(app: string, flow: string, days: number, version: number | null) {
  const { from, until } = spanOf(days);
  return useQuery({
    queryKey: ['build', app, 'times', flow, from, until, version],
    queryFn: () => ask(client.GET('/api/build/{app}/flows/{flow}/times', { params: { path: { app, flow }, query: { from, until, ...(version === null ? {} : { version }) } } })),
    placeholderData: (before) => before,
  });
}
