import { useTranslation } from 'react-i18next';

/** What a person can do with a to-do; what is not here has no button. */
const actions = ['approve', 'reject', 'return', 'transfer', 'delegate', 'hand_back', 'add_sign', 'claim', 'give_back', 'withdraw', 'complete', 'resubmit'] as const;

/** The keys of what was done. */
const done: Readonly<Record<(typeof actions)[number], string>> = {
  approve: 'approved',
  reject: 'rejected',
  return: 'returned',
  transfer: 'transferred',
  delegate: 'delegated',
  hand_back: 'handed_back',
  add_sign: 'sign_added',
  claim: 'claimed',
  give_back: 'given_back',
  withdraw: 'withdrawn',
  complete: 'completed',
  resubmit: 'resubmitted',
};

interface ActWords {
  /** What the button says. */
  toDo: string;
  /** What is said afterwards, and where it stands among what was done. */
  wasDone: string;
}

/** The words of each action. */
export function useActWords(): Readonly<Record<string, ActWords>> {
  const { t } = useTranslation();
  return Object.fromEntries(actions.map((action) => [action, { toDo: t(`act.${action}`), wasDone: t(`act.${done[action]}`) }]));
}
