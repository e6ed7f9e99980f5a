import { Problem } from './problem';

/** The body of an answer. Refusals were thrown by the client already; a call that is answered without a body is awaited without this. */
export async function ask<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call;
  if (data !== undefined) return data;
  throw new Problem({ status: response.status, code: 'empty_answer', title: '', detail: '' });
}
