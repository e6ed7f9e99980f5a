/** How urgent a deadline is: by the share of its time that is left. */
export type Urgency = 'calm' | 'near' | 'close' | 'overdue';

export interface Deadline {
  urgency: Urgency;
  /** Milliseconds that are left; negative when the deadline has passed. */
  left: number;
}

const day = 86_400_000;

/**
 * Green above half of the time, yellow below, orange below a fifth, red when it has passed. A deadline of which the
 * beginning is not known is taken as one of two days.
 */
export function deadlineOf(due: string, since: string | null | undefined, now: number): Deadline {
  const end = Date.parse(due);
  const begin = since === null || since === undefined ? end - 2 * day : Date.parse(since);
  const left = end - now;
  const share = left / Math.max(1, end - begin);
  if (left < 0) return { urgency: 'overdue', left };
  if (share < 0.2) return { urgency: 'close', left };
  return { urgency: share < 0.5 ? 'near' : 'calm', left };
}
