import { createContext, useContext } from 'react';
import { useText } from '@/i18n';
import { labelled, objectsIn } from '@/definition';
import { useBuilder } from './store';

/** The object in which the panel stands: its fields and nodes can be named. */
export const PlaceContext = createContext<Place>({ form: null, flow: null });

interface Place {
  form: string | null;
  flow: string | null;
  /** The form whose records say who can do something. */
  skill?: string | null;
  /** What a step calls. */
  called?: { connector: string; operation: string | undefined };
}

interface Option {
  value: string;
  label: string;
}

/** What can be named under a key of a setting: fields of the form, roles, dictionaries … */
export function useReferences(to: string): Option[] {
  const text = useText();
  const objects = useBuilder((state) => state.objects);
  const { form, flow, skill = null, called } = useContext(PlaceContext);
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
    case 'operation':
      return called === undefined ? [] : parts(`connector/${called.connector}`, 'operations');
    case 'input':
    case 'answer': {
      const operation = called === undefined ? undefined : objectsIn(objects[`connector/${called.connector}`]?.definition, 'operations').find((one) => one['id'] === called.operation);
      return objectsIn(operation, to === 'input' ? 'inputs' : 'answer').map((part) => ({ value: String(part['id']), label: text(labelled(part['label'])) || String(part['id']) }));
    }
    case 'role':
    case 'dictionary':
    case 'calendar':
    case 'form':
    case 'flow':
    case 'message':
    case 'connector':
    case 'report':
    case 'dashboard':
    case 'print':
      return of(to);
    default:
      return [];
  }
}
