import { Select } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, client } from '@/api';
import { useSettled } from '@/components';

interface PersonPickerProps {
  chosen: readonly string[];
  choose: (people: readonly string[]) => void;
  /** Whether several people may be chosen. */
  several: boolean;
  /** What is asked for, where it is not to whom something goes. */
  label?: string;
  id?: string;
}

/** Somebody, or several, found by name. */
export function PersonPicker({ chosen, choose, several, label, id }: PersonPickerProps) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const settled = useSettled(search);
  const found = useQuery({
    queryKey: ['people', settled],
    queryFn: async () => (await ask(client.GET('/api/people', { params: { query: { search: settled } } }))).people,
    placeholderData: (before) => before,
  });
  const options = (found.data ?? []).map((person) => ({ value: person.id, label: person.name }));
  const name = label ?? t('act.to_whom');
  const common = { ...(id === undefined ? {} : { id }), style: { width: '100%' }, 'aria-label': name, placeholder: name, showSearch: { filterOption: false, onSearch: setSearch }, loading: found.isFetching, options };
  if (several) return <Select {...common} mode="multiple" value={[...chosen]} onChange={(people: string[]) => { choose(people); }} />;
  return <Select {...common} value={chosen[0] ?? null} onChange={(person: string | null) => { choose(person === null ? [] : [person]); }} />;
}
