/** The same done to many records, in portions, so that there is progress to show and a way to stop. */
import { useRef, useState } from 'react';
import { ask, client, newKey, Problem, type RecordRow } from '@/api';
import { useProblemText } from '@/components';
import { useRecordChanged } from '@/features/records';

/** What is done to each. */
export type BulkWork =
  | { kind: 'update'; values: Readonly<Record<string, unknown>> }
  | { kind: 'delete' }
  | { kind: 'act'; action: string; opinion: string; to: string | null };

export interface BulkResult {
  id: string;
  title: string;
  /** Why nothing was done; empty when it was. */
  refused: string;
}

export interface Bulk {
  results: readonly BulkResult[];
  total: number;
  running: boolean;
  /** Why the rest was not tried. */
  stopped: string;
  start: (rows: readonly RecordRow[], work: BulkWork) => Promise<void>;
  stop: () => void;
  forget: () => void;
}

const portion = 50;

function orderOf(work: BulkWork) {
  if (work.kind === 'update') return { values: { ...work.values } };
  if (work.kind === 'delete') return { delete: true };
  return { act: { action: work.action, opinion: work.opinion, to: work.to } };
}

export function useBulk(app: string, form: string): Bulk {
  const problemText = useProblemText();
  const changed = useRecordChanged(app, form);
  const [results, setResults] = useState<readonly BulkResult[]>([]);
  const [total, setTotal] = useState(0);
  const [running, setRunning] = useState(false);
  const [stopped, setStopped] = useState('');
  const going = useRef(false);
  /** A portion whose answer was lost is sent again under its key: nothing is done twice. */
  const sendPortion = async (rows: readonly RecordRow[], work: BulkWork): Promise<readonly BulkResult[]> => {
    const key = newKey();
    const body = { items: rows.map(({ id, revision }) => ({ id, revision })), ...orderOf(work) };
    const send = () => ask(client.POST('/api/apps/{app}/forms/{form}/records/bulk', { params: { path: { app, form } }, headers: { 'Idempotency-Key': key }, body }));
    const answer = await send().catch((error: unknown) => {
      if (error instanceof Problem && (error.status === 0 || error.status === 503)) return send();
      throw error;
    });
    const titles = new Map(rows.map((row) => [row.id, row.title]));
    return answer.results.map(({ id, problem }) => ({
      id,
      title: titles.get(id) ?? '',
      refused: problem === null || problem === undefined ? '' : [problem.detail, ...(problem.errors ?? []).map((fault) => fault.message)].filter((words, at, all) => all.indexOf(words) === at).join(' '),
    }));
  };
  return {
    results,
    total,
    running,
    stopped,
    start: async (rows, work) => {
      going.current = true;
      setResults([]);
      setStopped('');
      setTotal(rows.length);
      setRunning(true);
      try {
        for (let at = 0; at < rows.length && going.current; at += portion) {
          // One portion after the other: what was done before is seen while the next one runs.
          // eslint-disable-next-line no-await-in-loop
          const done = await sendPortion(rows.slice(at, at + portion), work);
          setResults((before) => [...before, ...done]);
        }
      } catch (error) {
        setStopped(problemText(error));
      }
      setRunning(false);
      await changed();
    },
    stop: () => {
      going.current = false;
    },
    forget: () => {
      setResults([]);
      setTotal(0);
      setStopped('');
    },
  };
}
