import type { CSSProperties } from 'react';
import type { FieldDescription, Option, Tone } from '@/engine';
import { useText, type Label } from '@/i18n';
import { asText, asTexts } from './values';

/** An option as lists offer it. */
export interface Offered {
  value: string;
  label: string;
  tone: Tone;
}

/** The options that may be chosen now: retired ones only where they are chosen already. */
export function useOffered(field: FieldDescription, chosen: readonly string[]): readonly Offered[] {
  const text = useText();
  return field.options
    .filter((option) => !option.retired || chosen.includes(option.id))
    .map((option) => ({ value: option.id, label: text(option.label), tone: option.tone }));
}

/** Tells a style sheet the number of columns. */
export function columnsStyle(columns: number | undefined): CSSProperties | undefined {
  const style: CSSProperties & Record<'--columns', number | undefined> = { '--columns': columns };
  return columns === undefined ? undefined : style;
}

/** What is chosen, whether the field holds one option or several. */
export function chosenOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return asTexts(value);
  const one = asText(value);
  return one === '' ? [] : [one];
}

/** The value of what is chosen: nothing is null. */
export function valueOf(chosen: readonly string[], several: boolean): unknown {
  if (chosen.length === 0) return null;
  return several ? chosen : (chosen.at(-1) ?? null);
}

/** What is chosen after a click on an option. */
export function toggled(chosen: readonly string[], id: string, several: boolean): readonly string[] {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id);
  return several ? [...chosen, id] : [id];
}

export interface Branch {
  value: string;
  label: string;
  disabled: boolean;
  children?: Branch[];
}

/** The tree below an option; `null` is the top. What is retired cannot be chosen any more. */
export function branches(options: readonly Option[], parent: string | null, text: (label: Label) => string): Branch[] {
  return options
    .filter((option) => option.parent === parent)
    .map((option) => {
      const branch = { value: option.id, label: text(option.label), disabled: option.retired };
      return option.leaf ? branch : { ...branch, children: branches(options, option.id, text) };
    });
}

/** The ids from the top to an option. */
export function pathTo(options: readonly Option[], id: string): string[] {
  const path: string[] = [];
  let at = options.find((option) => option.id === id);
  while (at !== undefined && path.length <= options.length) {
    path.unshift(at.id);
    const { parent } = at;
    at = options.find((option) => option.id === parent);
  }
  return path;
}

/** Options in a definition that are no options of the field: rows and columns of a matrix. */
export interface Named {
  id: string;
  label: Label;
  retired: boolean;
}
