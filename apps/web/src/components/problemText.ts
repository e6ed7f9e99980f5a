import { useTranslation } from 'react-i18next';
import { Problem } from '@/api/problem';
import { EngineRefusal } from '@/engine/protocol';
import { useText } from '@/i18n';

/** What happened, in the words of the server or in ours when it did not answer. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation();
  const text = useText();
  return (error) => {
    if (error instanceof EngineRefusal) return text(error.label);
    if (!(error instanceof Problem)) return t('problem.here');
    if (error.status === 0) return t('problem.offline');
    if (error.detail !== '') return error.detail;
    if (error.title !== '') return error.title;
    return t('problem.status', { code: error.code });
  };
}
