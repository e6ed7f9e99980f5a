import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import { readLabel } from '@/engine/protocol';
import { useText } from '@/i18n';
import { defineControl, type InputProps } from '../define';
import { PathsShown } from '../shared/Shown';
import { branches, pathTo, type Branch } from '../shared/pick';
import styles from '../shared/pick.module.css';
import { asText } from '../shared/values';

/** The lists from the top down: one per chosen level, and one for what comes next. */
function listsOf(tree: readonly Branch[], path: readonly string[]): readonly (readonly Branch[])[] {
  const lists: (readonly Branch[])[] = [tree];
  let level = tree;
  for (const id of path) {
    const below = level.find((branch) => branch.value === id)?.children;
    if (below === undefined) break;
    lists.push(below);
    level = below;
  }
  return lists;
}

function Input(props: InputProps) {
  const { t } = useTranslation();
  const text = useText();
  const clear = useClear();
  const { options } = props.field;
  const path = pathTo(options, asText(props.value));
  const names = props.field.settings['level_names'];
  const nameOf = (level: number): string => {
    const name = Array.isArray(names) ? text(readLabel(names[level])) : '';
    return name === '' ? t('pick.level', { number: level + 1 }) : name;
  };
  return (
    <div className={styles['row']} role="group" aria-labelledby={`${props.id}-label`}>
      {listsOf(branches(options, null, text), path).map((list, level) => (
        <Select<string>
          key={level}
          id={level === 0 ? props.id : `${props.id}-${String(level)}`}
          className={styles['grows'] ?? ''}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear={props.required && level === 0 ? false : clear}
          aria-label={nameOf(level)}
          aria-required={props.required}
          aria-describedby={props.describedBy}
          placeholder={nameOf(level)}
          disabled={props.disabled}
          popupMatchSelectWidth={false}
          options={list.map(({ value, label, disabled }) => ({ value, label, disabled }))}
          value={path[level] ?? null}
          {...(props.invalid && (path[level] === undefined) ? { status: 'error' as const } : {})}
          onChange={(picked: string | undefined) => {
            props.onChange(picked ?? path[level - 1] ?? null);
          }}
        />
      ))}
    </div>
  );
}

export const control = defineControl({ kind: 'chained_choice', Input, Display: PathsShown, filter: 'choice' });
