import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';

/** What happened, in the words of the server or in ours when it did not answer. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof Problem)) return t('problem.here');
    if (error.status === 0) return t('problem.offline');
    if (error.detail !== '') return error.detail;
    if (error.title !== '') return error.title;
    return t('problem.status', { code: error.code });
  };
}
