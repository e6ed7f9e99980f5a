import { isObject, isText, listIn, textIn } from '@/api/narrow';
import type { FieldDescription } from '@/engine';
import { readLabel } from '@/engine/protocol';
import { FilterEditor, type Column } from '@/features/filters';
import { useText } from '@/i18n';
import type { FilterKind, InputProps } from '../define';

const kinds: Readonly<Record<string, FilterKind>> = {
  text: 'text',
  number: 'number',
  bool: 'bool',
  date: 'date',
  instant: 'instant',
  choice: 'choice',
};

/** How values of a type are compared: `"text"`, `{"number": {…}}`, `{"list": "choice"}`. */
function filterOfType(type: unknown): FilterKind {
  if (isText(type)) return kinds[type] ?? 'none';
  if (!isObject(type)) return 'none';
  if (type['list'] === 'choice') return 'choices';
  return kinds[Object.keys(type)[0] ?? ''] ?? 'none';
}

/** The fields that conditions may speak of; people and records cannot be looked up from here. */
function columnsOf(field: FieldDescription): readonly Column[] {
  return listIn(field.about, 'fields').flatMap((one) => {
    if (!isObject(one)) return [];
    const filter = filterOfType(one['type']);
    if (filter === 'none') return [];
    const options = listIn(one, 'options').map((option) => ({
      id: textIn(option, 'id') ?? '',
      label: readLabel(isObject(option) ? option['label'] : ''),
      tone: 'neutral' as const,
      retired: false,
      parent: null,
      leaf: true,
    }));
    return [{ id: textIn(one, 'id') ?? '', label: readLabel(one['label']), filter, figures: false, options, field: null, people: false, departments: false }];
  });
}

/** The form gets what is said to the end; the rest stands here until it is. */
export default function Builder(props: InputProps) {
  const text = useText();
  return (
    <div id={props.id} aria-describedby={props.describedBy} role="group" aria-labelledby={`${props.id}-label`}>
      <FilterEditor name={text(props.field.label)} columns={columnsOf(props.field)} value={props.value} disabled={props.disabled} onChange={(filter) => { props.onChange(filter ?? null); }} />
    </div>
  );
}
