import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Column } from '@/features/filters';
import { useText } from '@/i18n';

interface SearchFieldsProps {
  columns: readonly Column[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

/** Whether words can be looked for in a field: a text that stands in the table. */
function isSearched(column: Column): boolean {
  return column.field !== null && column.field.type === 'text' && column.filter !== 'none';
}

/** In which fields the search of a view looks. */
export function SearchFields({ columns, chosen, onChange }: SearchFieldsProps) {
  const { t } = useTranslation();
  const text = useText();
  return (
    <Select
      mode="multiple"
      aria-label={t('view-editor.search')}
      placeholder={t('view-editor.search_all')}
      showSearch={{ optionFilterProp: 'label' }}
      value={[...chosen]}
      options={columns.filter((column) => isSearched(column) || chosen.includes(column.id)).map((column) => ({ value: column.id, label: text(column.label) }))}
      onChange={(next: string[]) => { onChange(next); }}
    />
  );
}
