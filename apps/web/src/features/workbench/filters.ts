import { useSearchParams } from 'react-router';
import type { TaskBox } from '@/api';

/** What a box is narrowed to. It stands in the address, so that it can be sent and survives a reload. */
export interface Filters {
  app: string;
  flow: string;
  node: string;
  starter: string;
  due: string;
}

export const filterKeys = ['app', 'flow', 'node', 'starter', 'due'] as const satisfies readonly (keyof Filters)[];

/** What each box can be narrowed by. */
export const filtersOf: Readonly<Record<TaskBox, readonly (keyof Filters)[]>> = {
  todo: ['app', 'flow', 'node', 'starter', 'due'],
  done: ['app', 'flow', 'node', 'starter'],
  started: ['app', 'flow'],
  cc: ['app', 'flow', 'node'],
};

export const dues = ['overdue', 'today', 'week'] as const;

const day = 86_400_000;

/** The moments between which something is due; what is late is not counted among what is due today. */
export function dueBetween(due: string, now: Date): { due_from?: string; due_before?: string } {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
  if (due === 'overdue') return { due_before: now.toISOString() };
  if (due === 'today') return { due_from: now.toISOString(), due_before: new Date(midnight).toISOString() };
  if (due === 'week') return { due_from: now.toISOString(), due_before: new Date(midnight + 6 * day).toISOString() };
  return {};
}

/** The filters of the address, and how to change them; what is narrower than what was changed is dropped. */
export function useFilters(box: TaskBox): { filters: Filters; count: number; choose: (key: keyof Filters, value: string) => void; clear: () => void } {
  const [params, setParams] = useSearchParams();
  const known = filtersOf[box];
  const read = (key: keyof Filters): string => (known.includes(key) ? (params.get(key) ?? '') : '');
  const filters: Filters = { app: read('app'), flow: read('flow'), node: read('node'), starter: read('starter'), due: read('due') };
  const narrower: Readonly<Record<string, readonly string[]>> = { app: ['flow', 'node'], flow: ['node'] };
  const change = (edit: (next: URLSearchParams) => void): void => {
    setParams(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete('open');
        edit(next);
        return next;
      },
      { replace: true },
    );
  };
  return {
    filters,
    count: filterKeys.filter((key) => filters[key] !== '').length,
    choose: (key, value) => {
      change((next) => {
        for (const one of narrower[key] ?? []) next.delete(one);
        if (value === '') next.delete(key);
        else next.set(key, value);
      });
    },
    clear: () => {
      change((next) => {
        for (const key of filterKeys) next.delete(key);
      });
    },
  };
}
