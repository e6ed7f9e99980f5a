import { createContext, useContext } from 'react';
import { useText } from '@/i18n';
import { labelled, objectsIn } from '@/definition';
import { useBuilder } from './store';

/** The object in which the panel stands: its fields and nodes can be named. */
export const PlaceContext = createContext<{ form: string | null; flow: string | null; skill?: string | null }>({ form: null, flow: null });

interface Option {
  value: string;
  label: string;
}

/** What can be named under a key of a setting: fields of the form, roles, dictionaries … */
export function useReferences(to: string): Option[] {
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  const { form, flow, skill = null } = useContext(PlaceContext);
  const of = (kind: string): Option[] =>
    Object.values(objects).flatMap((object) => (object.kind === kind ? [{ value: object.id, label: text(object.label) }] : []));
  const parts = (key: string, list: string): Option[] =>
    objectsIn(objects[key]?.definition, list).map((part) => ({ value: String(part['id']), label: text(labelled(part['label'])) || String(part['id']) }));
  switch (to) {
    case 'field':
      return form === null ? [] : parts(`form/${form}`, 'fields');
    // Fields of the form whose records say who can do something, or of which a step files one.
    case 'skill_field':
      return skill === null ? [] : parts(`form/${skill}`, 'fields');
    case 'node':
      return flow === null ? [] : parts(`flow/${flow}`, 'nodes');
    case 'slot':
      return parts(Object.keys(objects).find((key) => key.startsWith('app/')) ?? '', 'slots');
    case 'role':
    case 'dictionary':
    case 'calendar':
    case 'form':
    case 'flow':
    case 'message':
    case 'report':
    case 'dashboard':
    case 'print':
      return of(to);
    default:
      return [];
  }
}
