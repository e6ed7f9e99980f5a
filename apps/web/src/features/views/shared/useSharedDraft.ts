import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, client, Problem, type Json } from '@/api';
import { jsonOf } from '@/definition';

const keyOf = (app: string, form: string) => ['build', app, 'draft-of', form] as const;
const pathOf = (app: string, form: string) => ({ app, kind: 'form', id: form });

/** So often is a change written anew when somebody else saved the form in between. */
const attempts = 4;

/** The form as it is being built; asked only for people who build the app. */
export function useFormDraft(app: string, form: string, builds: boolean) {
  return useQuery({
    queryKey: keyOf(app, form),
    queryFn: async () => {
      const { definition, state } = await ask(client.GET('/api/build/{app}/objects/{kind}/{id}', { params: { path: pathOf(app, form) } }));
      return { definition: jsonOf(definition), pending: state !== 'published' };
    },
    enabled: builds,
    staleTime: 60_000,
  });
}

/**
 * Writes a change into the draft of a form as it stands on the server at that moment. Whoever else has an unpublished draft of it finds the change in
 * it; nobody's work is written over.
 */
export function useDraftChange(app: string, form: string): (change: (form: Json) => Json) => Promise<void> {
  const queries = useQueryClient();
  return async (change) => {
    for (let attempt = 1; ; attempt += 1) {
      const { definition, etag } = await ask(client.GET('/api/build/{app}/objects/{kind}/{id}', { params: { path: pathOf(app, form) } }));
      try {
        await client.PUT('/api/build/{app}/objects/{kind}/{id}', { params: { path: pathOf(app, form), header: { 'If-Match': etag } }, body: { ...change(jsonOf(definition)) } });
        break;
      } catch (error) {
        const beaten = error instanceof Problem && (error.status === 409 || error.status === 412);
        if (!beaten || attempt === attempts) throw error;
      }
    }
    await queries.invalidateQueries({ queryKey: ['build', app] });
  };
}
