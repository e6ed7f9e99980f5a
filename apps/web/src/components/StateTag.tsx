import { useTranslation } from 'react-i18next';
import { OptionTag } from '@/controls/shared/OptionTag';
import type { Tone } from '@/engine';

const tones: Readonly<Record<string, Tone>> = {
  running: 'info',
  completed: 'good',
  rejected: 'danger',
  returned: 'warning',
  withdrawn: 'neutral',
  suspended: 'warning',
  terminated: 'neutral',
};

/** The state of a record's flow, as a word with its colour. */
export function StateTag({ state }: { state: string }) {
  const { t } = useTranslation();
  const tone = tones[state];
  if (tone === undefined) return null;
  const words: Readonly<Record<string, string>> = {
    running: t('flow.running'),
    completed: t('flow.completed'),
    rejected: t('flow.rejected'),
    returned: t('flow.returned'),
    withdrawn: t('flow.withdrawn'),
    suspended: t('flow.suspended'),
    terminated: t('flow.terminated'),
  };
  return <OptionTag label={words[state] ?? state} tone={tone} />;
}
