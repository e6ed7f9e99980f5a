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
export type FilterKind = 'text' | 'number' | 'bool' | 'date' | 'instant' | 'choice' | 'choices' | 'reference' | 'none';

export interface Control {
  kind: ControlKind;
  Input: ComponentType<InputProps>;
  Display: ComponentType<DisplayProps>;
  filter: FilterKind;
  /** Whether it takes the whole width of a section. */
  wide?: boolean;
  /** Whether its values stand at the right of a column. */
  figures?: boolean;
}

export function defineControl(control: Control): Control {
  return control;
}
