import { useTranslation } from 'react-i18next';

/** What a person can do with a to-do or with a case as a whole, with the key of what was done; what is not here has no button. */
const done = {
  approve: 'approved',
  reject: 'rejected',
  return: 'returned',
  transfer: 'transferred',
  delegate: 'delegated',
  hand_back: 'handed_back',
  add_sign: 'sign_added',
  remove_sign: 'sign_removed',
  claim: 'claimed',
  give_back: 'given_back',
  complete: 'completed',
  resubmit: 'resubmitted',
  urge: 'urged',
  take_back: 'taken_back',
  withdraw: 'withdrawn',
  add_row: 'row_added',
  finish_rows: 'rows_finished',
  retry: 'tried_again',
  skip: 'skipped',
  reassign: 'reassigned',
  jump: 'jumped',
  suspend: 'suspended',
  resume: 'resumed',
  terminate: 'terminated',
} as const;

interface ActWords {
  /** What the button says. */
  toDo: string;
  /** What is said afterwards, and where it stands among what was done. */
  wasDone: string;
}

/** The words of each action. */
export function useActWords(): Readonly<Record<string, ActWords>> {
  const { t } = useTranslation();
  return Object.fromEntries(Object.entries(done).map(([action, after]) => [action, { toDo: t(`act.${action}`), wasDone: t(`act.${after}`) }]));
}
