import createClient, { type Middleware } from 'openapi-fetch';
import { useLocale } from '@/i18n';
import type { paths } from '@/generated/api';
import { Problem, problemOf } from './problem';
import { useAccess } from './access';
import { newKey } from './uuid';

const changing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Adds what every call carries: the language, the CSRF token, and a key that makes repeating a change harmless. */
const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', useLocale.getState().locale);
    if (changing.has(request.method)) {
      const { csrf } = useAccess.getState();
      if (csrf !== null) request.headers.set('X-CSRF-Token', csrf);
      if (!request.headers.has('Idempotency-Key')) request.headers.set('Idempotency-Key', newKey());
    }
    return request;
  },
};

/** Turns every refusal into a thrown `Problem`, and notices when the session has ended. */
const problems: Middleware = {
  async onResponse({ request, response }) {
    if (response.ok || response.status === 304) return undefined;
    const problem = await problemOf(response);
    const atSignIn = new URL(request.url).pathname === '/api/session';
    if (response.status === 401 && !atSignIn) useAccess.getState().expire();
    throw problem;
  },
  onError() {
    return new Problem({ status: 0, code: 'offline', title: '', detail: '' });
  },
};

export const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
client.use(headers, problems);
