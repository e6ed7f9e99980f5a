import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { ask, client } from '@/api';
import { useProblemText } from '@/components';
import type { components } from '@/generated/api';

export type User = components['schemas']['UserDetail'];
export type Department = components['schemas']['DepartmentDetail'];
export type DeadLetter = components['schemas']['DeadLetter'];
export type RoleEntry = components['schemas']['RoleEntry'];

/** The most people that one page of the administration shows at once. */
const most = 500;

export function usePeople(search: string) {
  return useQuery({
    queryKey: ['admin', 'users', search],
    queryFn: async () => (await ask(client.GET('/api/admin/users', { params: { query: search === '' ? { limit: most } : { search, limit: most } } }))).users,
    placeholderData: (before) => before,
  });
}

export function useDepartments() {
  return useQuery({ queryKey: ['admin', 'departments'], queryFn: async () => (await ask(client.GET('/api/admin/departments'))).departments });
}

export function useRoles() {
  return useQuery({ queryKey: ['admin', 'roles'], queryFn: async () => (await ask(client.GET('/api/admin/roles'))).roles });
}

export function useDeadLetters() {
  return useQuery({ queryKey: ['admin', 'outbox'], queryFn: async () => (await ask(client.GET('/api/admin/outbox'))).letters });
}

/** A change of the administration: refusals are told in words, lists are read again. */
export function useChange<Wanted, Answer>(change: (wanted: Wanted) => Promise<Answer>, done?: (answer: Answer) => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: change,
    onSuccess: async (answer) => {
      await queries.invalidateQueries({ queryKey: ['admin'] });
      done?.(answer);
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
}
