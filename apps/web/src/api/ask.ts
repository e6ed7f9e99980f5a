import { Problem } from './problem';

/** The body of an answer; nothing where the answer has none by its contract. Refusals were thrown by the client already. */
export async function ask<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call;
  // Calls that are answered with 204 have no type of a body either.
  if (data !== undefined || response.status === 204) return data as T;
  throw new Problem({ status: response.status, code: 'empty_answer', title: '', detail: '' });
}
