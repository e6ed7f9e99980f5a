import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { ask, client, keys } from '@/api';
import { useProblemText } from '@/components';

export function useAbsences(everybody: boolean) {
  return useQuery({
    queryKey: [...keys.absences, everybody],
    queryFn: async () => (await ask(everybody ? client.GET('/api/admin/absences') : client.GET('/api/absences'))).absences,
  });
}

/** A change of an absence: refusals are told in words, the list is read again. */
export function useAbsenceChange<Wanted>(change: (wanted: Wanted) => Promise<unknown>, done: (wanted: Wanted) => void) {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const problemText = useProblemText();
  return useMutation({
    mutationFn: change,
    onSuccess: async (_answer, wanted) => {
      await queries.invalidateQueries({ queryKey: keys.absences });
      done(wanted);
    },
    onError: (error) => {
      message.error(problemText(error));
    },
  });
}
