import { createContext, useContext } from 'react';
import type { Json } from '@/api/narrow';
import type { Label } from '@/i18n';

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  media_type: string;
  /** Shapes over the picture; the file itself stays as it was taken. */
  marks?: unknown;
}

/** A record that was found by one of its fields. */
export interface FoundRecord {
  id: string;
  title: string;
  values: Json;
}

export interface Reference {
  id: string;
  label: string;
  detail?: string | null | undefined;
  /** What the engine is told of the picked record. */
  values?: Json | undefined;
}

/** What a connector offers for a field now. */
export interface OfferedOptions {
  options: readonly { value: string; label: string }[];
  /** Whether the system outside has more of them. */
  more: boolean;
  /** Whether the option that is chosen already is not offered any more. */
  gone: boolean;
  /** Why nothing can be offered. */
  fault: { word: string; message: Label } | null;
}

/** Where a form stands, for controls that look at other records. */
export interface FormPlace {
  app: string;
  form: string;
  /** The stored record; none while a new one is filled in. */
  record: string | null;
  /** What the stored record is called. */
  title: string;
  /** What stands in the fields now. */
  values: () => Json;
}

/** What controls ask of the world around the form: the signed-in app and the public page answer differently. */
export interface FormServices {
  zone: string;
  currency: string;
  upload: (file: File, onProgress: (share: number) => void, field: string) => Promise<StoredFile>;
  fileAddress: (id: string, thumb: boolean) => string;
  /** Records, people or departments that a field may refer to: those that fit a search, or those with these keys. */
  lookup: (path: string, search: string, ids?: readonly string[]) => Promise<readonly Reference[]>;
  /** The options that a connector gives for a field, by what stands in the form now. */
  options: (field: string, search: string) => Promise<OfferedOptions>;
  /** Records of a form whose field holds a text, as far as the person may see them: the first two, and how many there are. */
  find: (form: string | null, field: string, text: string) => Promise<{ records: readonly FoundRecord[]; count: number }>;
  /** The name of the person who fills in; empty for a stranger. */
  person: string;
  /** Names of records that are referred to. */
  names: Readonly<Record<string, string>>;
  /** A reference was picked: its name and what is known of it. */
  picked: (reference: Reference) => void;
  /** The label of a field, for formulas in words. */
  labelOf: (path: string) => string | undefined;
  /** Where the form stands; none on a public page. */
  place: FormPlace | null;
  /** The page of a record that is referred to, if there is one. */
  recordAddress: (form: string, id: string) => string | null;
}

const none = (): never => {
  throw new Error('a control stands outside of a form');
};

export const FormServicesContext = createContext<FormServices>({
  zone: 'Asia/Shanghai',
  currency: 'CNY',
  upload: none,
  fileAddress: none,
  lookup: none,
  options: () => Promise.resolve({ options: [], more: false, gone: false, fault: null }),
  find: () => Promise.resolve({ records: [], count: 0 }),
  person: '',
  names: {},
  picked: none,
  labelOf: () => undefined,
  place: null,
  recordAddress: () => null,
});

export function useFormServices(): FormServices {
  return useContext(FormServicesContext);
}

/** Formulas with the labels of fields in place of their ids. */
export function useFormulaInWords(): (formula: string) => string {
  const { labelOf } = useFormServices();
  return (formula) => formula.replaceAll(/\{([^{}]+)\}/g, (whole, path: string) => labelOf(path) ?? whole);
}
