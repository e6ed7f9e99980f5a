import { SearchOutlined } from '@ant-design/icons';
import { Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClear, useKeys, useSettled } from '@/components';
import styles from './views.module.css';

interface SearchBoxProps {
  value: string;
  onSearch: (words: string) => void;
}

/** Searches while typing, but not while an input method composes. */
export function SearchBox({ value, onSearch }: SearchBoxProps) {
  const { t } = useTranslation();
  const clear = useClear();
  const input = useRef<InputRef>(null);
  const [typed, setTyped] = useState(value);
  const [composing, setComposing] = useState(false);
  const settled = useSettled(composing ? value : typed.trim(), 300);
  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  useKeys({ '/': () => input.current?.focus() });
  useEffect(() => {
    if (settled !== value) search.current(settled);
    // Only what was typed starts a search, not a search that came back through the address.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <Input
      ref={input}
      className={styles['searchBox'] ?? ''}
      prefix={<SearchOutlined aria-hidden />}
      allowClear={clear}
      value={typed}
      placeholder={t('records.search')}
      aria-label={t('records.search')}
      onChange={(event) => {
        setTyped(event.target.value);
      }}
      onCompositionStart={() => {
        setComposing(true);
      }}
      onCompositionEnd={() => {
        setComposing(false);
      }}
    />
  );
}
