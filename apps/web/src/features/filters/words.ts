import { useTranslation } from 'react-i18next';
import { useFormServices } from '@/controls';
import type { Filter } from '@/generated/definition';
import { useText } from '@/i18n';
import { civil } from '@/i18n/format';
import type { Column } from './columns';
import { wordsOf } from './filter';

/** Says filters in words, with the names of fields, options and references. */
export function useSentences(columns: readonly Column[], names: Readonly<Record<string, string>>): (filter: Filter) => string {
  const { t } = useTranslation();
  const text = useText();
  const { zone } = useFormServices();
  const byId = new Map(columns.map((column) => [column.id, column]));
  const momentLabel = (field: string, value: string): string | undefined => {
    if (byId.get(field)?.filter !== 'instant' || Number.isNaN(Date.parse(value))) return undefined;
    const { date, time } = civil(value, zone);
    return time === '00:00' ? date : `${date} ${time}`;
  };
  return (filter) =>
    wordsOf(filter, {
      t,
      fieldLabel: (field) => {
        const column = byId.get(field);
        return column === undefined ? t('filters.unknown_field', { field }) : text(column.label);
      },
      optionLabel: (field, option) => text(byId.get(field)?.options.find((one) => one.id === option)?.label ?? option),
      referenceLabel: (id) => names[id] ?? '…',
      momentLabel,
    });
}
