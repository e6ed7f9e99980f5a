import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ask, client } from '@/api';
import type { components } from '@/generated/api';
import type { Wishes } from './wishes';

export type Proposal = components['schemas']['WorkbookProposal'];
export type ProposedForm = components['schemas']['WorkbookForm'];
export type ProposedField = components['schemas']['WorkbookField'];
export type Logic = components['schemas']['WorkbookLogic'];
export type Refusal = components['schemas']['WorkbookRefusal'];
export type Place = components['schemas']['WorkbookPlace'];
export type Kind = components['schemas']['WorkbookKind'];
export type Made = components['schemas']['WorkbookMade'];

function bodyOf(workbook: File, wishes: Wishes): FormData {
  const form = new FormData();
  form.append('workbook', workbook, workbook.name);
  form.append('wishes', JSON.stringify(wishes));
  return form;
}

/** What would be made of a workbook; the last answer stays while a new one is on its way. */
export function useProposal(workbook: File, wishes: Wishes) {
  return useQuery({
    queryKey: ['workbook', workbook.name, workbook.size, workbook.lastModified, wishes],
    queryFn: () => ask(client.POST('/api/workbooks/look', { body: { workbook: '' }, bodySerializer: () => bodyOf(workbook, wishes) })),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    retry: false,
  });
}

export function makeApp(workbook: File, wishes: Wishes): Promise<Made> {
  return ask(client.POST('/api/workbooks/make', { body: { workbook: '' }, bodySerializer: () => bodyOf(workbook, wishes) }));
}
