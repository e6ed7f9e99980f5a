import { CloseCircleFilled } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** The small cross that empties an input, with its name in the person's language; for `allowClear`. */
export function useClear(): { label: string; clearIcon: ReactNode } {
  const { t } = useTranslation();
  const label = t('action.clear');
  return { label, clearIcon: <CloseCircleFilled aria-label={label} /> };
}
