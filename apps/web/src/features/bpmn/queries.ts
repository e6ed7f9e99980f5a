import { useMutation } from '@tanstack/react-query';
import { ask, client, isObject, listIn, textIn } from '@/api';
import type { components } from '@/generated/api';

export type Proposal = components['schemas']['BpmnProposal'];
export type Note = components['schemas']['BpmnNote'];

export interface Model {
  file: File;
  form: string;
}

function bodyOf({ file, form }: Model): FormData {
  const body = new FormData();
  body.append('form', form);
  body.append('model', file, file.name);
  return body;
}

/** What flows a model would be, and what of it was not taken as it stands. */
export function useLookAtModel(app: string) {
  return useMutation({
    mutationFn: (model: Model): Promise<Proposal> =>
      ask(client.POST('/api/build/{app}/flows/bpmn', { params: { path: { app } }, body: { model: '', form: model.form }, bodySerializer: () => bodyOf(model) })),
  });
}

/** The file of a flow, as its draft is. */
export function modelOf(app: string, flow: string): string {
  return `/api/build/${encodeURIComponent(app)}/flows/${encodeURIComponent(flow)}/bpmn`;
}

/** What the report says about one outcome, in the order of the file. */
export const outcomes = ['unfinished', 'replaced', 'ignored'] as const;
export type Outcome = (typeof outcomes)[number];

export function notesOf(report: readonly Note[], outcome: Outcome): readonly Note[] {
  return report.filter((note) => note.outcome === outcome);
}

function isNote(note: unknown): note is Note {
  return isObject(note) && textIn(note, 'outcome') !== undefined && isObject(note['message']) && typeof note['line'] === 'number' && typeof note['element'] === 'string';
}

/** The report that came along with the way to a flow that was just imported. */
export function reportIn(state: unknown): readonly Note[] {
  return isObject(state) ? listIn(state, 'bpmn').filter(isNote) : [];
}
