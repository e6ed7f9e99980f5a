import type { ComponentType } from 'react';
import type { FieldDescription } from '@/engine';
import type { ControlKind } from '@/generated/kinds';

/** What an input gets. Values are the JSON values of the API. */
export interface InputProps {
  /** Id of the element that the label belongs to. */
  id: string;
  field: FieldDescription;
  value: unknown;
  /** `lines.product` for a column of a sub-table; what a picker asks the server with. */
  path: string;
  disabled: boolean;
  invalid: boolean;
  required: boolean;
  /** Id of the text that says what is wrong or what to enter. */
  describedBy: string | undefined;
  /** In a cell of a table: choices are lists, long texts begin with one line. */
  compact?: boolean;
  onChange: (value: unknown) => void;
  /** Enters a value beside this one: in another field of the form, or in another column of the same row. */
  onFill: (field: string, value: unknown) => void;
}

export interface DisplayProps {
  field: FieldDescription;
  value: unknown;
  /** Names of records, people and departments by key. */
  names: Readonly<Record<string, string>>;
  /** On one line, in a list. */
  compact?: boolean;
}

/** How the values of a kind are filtered and sorted. */
export type FilterKind = 'text' | 'number' | 'bool' | 'date' | 'period' | 'time' | 'instant' | 'choice' | 'choices' | 'tags' | 'reference' | 'none';

export interface Control {
  kind: ControlKind;
  Input: ComponentType<InputProps>;
  Display: ComponentType<DisplayProps>;
  /** How it is filtered; by the field where that follows from its settings. */
  filter: FilterKind | ((field: FieldDescription) => FilterKind);
  /** Whether it takes the whole width of a section. */
  wide?: boolean;
  /** Whether its values stand at the right of a column. */
  figures?: boolean;
  /** Whether it shows something although the field has no value: a list of other records, a button. */
  draws?: boolean;
  /** Whether nobody sees the field while filling in. */
  unseen?: (field: FieldDescription) => boolean;
}

/** How the values of a field are filtered. */
export function filterOf(control: Control | undefined, field: FieldDescription): FilterKind {
  const filter = control?.filter ?? 'none';
  return typeof filter === 'function' ? filter(field) : filter;
}

export function defineControl(control: Control): Control {
  return control;
}
