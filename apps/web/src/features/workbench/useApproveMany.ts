/** Many to-dos are approved one after the other: each is checked on its own, and what was done is seen while the next is sent. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ask, client, newKey, Problem, type TaskCard } from '@/api';
import { useProblemText } from '@/components';

export interface Approved {
  id: string;
  title: string;
  /** Why it was not approved; empty when it was. */
  refused: string;
}

export interface ApproveMany {
  results: readonly Approved[];
  total: number;
  running: boolean;
  start: (tasks: readonly TaskCard[], opinion: string) => Promise<void>;
  stop: () => void;
  forget: () => void;
}

export function useApproveMany(): ApproveMany {
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [results, setResults] = useState<readonly Approved[]>([]);
  const [total, setTotal] = useState(0);
  const [running, setRunning] = useState(false);
  const going = useRef(false);
  /** One whose answer was lost is sent again under its key: nothing is done twice. */
  const approve = async (task: TaskCard, opinion: string): Promise<string> => {
    const headers = { 'Idempotency-Key': newKey() };
    const send = () => ask(client.POST('/api/tasks/{id}/act', { params: { path: { id: task.id } }, headers, body: { action: 'approve', opinion, values: {} } }));
    try {
      await send().catch((error: unknown) => {
        if (error instanceof Problem && (error.status === 0 || error.status === 503)) return send();
        throw error;
      });
      return '';
    } catch (error) {
      const faults = error instanceof Problem ? error.errors.map((fault) => fault.message) : [];
      return [problemText(error), ...faults].filter((words, at, all) => all.indexOf(words) === at).join(' ');
    }
  };
  return {
    results,
    total,
    running,
    start: async (tasks, opinion) => {
      going.current = true;
      setResults([]);
      setTotal(tasks.length);
      setRunning(true);
      for (const task of tasks) {
        if (!going.current) break;
        // eslint-disable-next-line no-await-in-loop
        const refused = await approve(task, opinion);
        setResults((before) => [...before, { id: task.id, title: task.title, refused }]);
      }
      setRunning(false);
      await queries.invalidateQueries();
    },
    stop: () => {
      going.current = false;
    },
    forget: () => {
      setResults([]);
      setTotal(0);
    },
  };
}
