/** What the engine says of a form beside its definition: types, options, resolved layouts. */
import { isObject, isText, listIn, textIn, type Json } from '@/api/narrow';
import type { Label } from '@/i18n';
import type { Layout, LayoutNode, View } from '@/generated/definition';
import { readLabel } from './protocol';

export type Tone = 'neutral' | 'good' | 'info' | 'warning' | 'danger';

export interface Option {
  readonly id: string;
  readonly label: Label;
  readonly tone: Tone;
  readonly retired: boolean;
  readonly parent: string | null;
  readonly leaf: boolean;
}

export interface FieldDescription {
  readonly id: string;
  readonly kind: string;
  readonly label: Label;
  readonly help: Label;
  readonly placeholder: Label;
  /** Name of the type of its values: `text`, `number`, `bool`, `date`, `instant`, `choice`, … */
  readonly type: string;
  /** Digits after the point, for numbers. */
  readonly scale: number | null;
  readonly origin: 'entered' | 'calculated' | 'allotted';
  readonly settings: Json;
  readonly options: readonly Option[];
  readonly columns: readonly FieldDescription[];
  /** What it refers to, if it does: one or several. */
  readonly target: Target | null;
  /** Whether it holds several values. */
  readonly several: boolean;
  /** What the engine tells of the field beside its settings. */
  readonly about: Json;
}

/** What a reference points to. */
export type Target = 'user' | 'department' | { readonly form: string };

export interface Description {
  readonly id: string;
  readonly label: Label;
  readonly titleField: string | null;
  readonly fields: readonly FieldDescription[];
  readonly layouts: readonly Layout[];
  readonly views: readonly View[];
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: string;
  readonly pointer: string;
  readonly message: Label;
}

const tones: readonly Tone[] = ['neutral', 'good', 'info', 'warning', 'danger'];

export function readTone(value: unknown): Tone {
  return tones.find((tone) => tone === value) ?? 'neutral';
}

function readOption(value: unknown): Option {
  const option = isObject(value) ? value : {};
  return {
    id: String(option['id']),
    label: readLabel(option['label']),
    tone: readTone(option['tone']),
    retired: option['retired'] === true,
    parent: textIn(option, 'parent') ?? null,
    leaf: option['leaf'] !== false,
  };
}

function readScale(type: unknown): number | null {
  if (!isObject(type) || !isObject(type['number'])) return null;
  const scale = type['number']['scale'];
  return typeof scale === 'number' ? scale : null;
}

function readTypeName(type: unknown): string {
  return isText(type) ? type : (Object.keys(isObject(type) ? type : {})[0] ?? '');
}

/** What a type refers to, in a list too. */
function readTarget(type: unknown): Target | null {
  if (!isObject(type)) return null;
  if (isObject(type['list'])) return readTarget(type['list']);
  const { reference } = type;
  if (reference === 'user' || reference === 'department') return reference;
  const form = isObject(reference) ? textIn(reference, 'form') : undefined;
  return form === undefined ? null : { form };
}

function readOrigin(value: unknown): FieldDescription['origin'] {
  return value === 'calculated' || value === 'allotted' ? value : 'entered';
}

function readField(value: unknown): FieldDescription {
  const field = isObject(value) ? value : {};
  return {
    id: String(field['id']),
    kind: String(field['kind']),
    label: readLabel(field['label']),
    help: readLabel(field['help']),
    placeholder: readLabel(field['placeholder']),
    type: readTypeName(field['type']),
    scale: readScale(field['type']),
    origin: readOrigin(field['origin']),
    settings: isObject(field['settings']) ? field['settings'] : {},
    options: listIn(field, 'options').map(readOption),
    columns: listIn(field, 'columns').map(readField),
    target: readTarget(field['type']),
    several: isObject(field['type']) && field['type']['list'] !== undefined,
    about: isObject(field['about']) ? field['about'] : {},
  };
}

function isLayoutNode(value: unknown): value is LayoutNode {
  return isObject(value) && isText(value['kind']);
}

function isLayout(value: unknown): value is Layout {
  return isObject(value) && isText(value['id']) && Array.isArray(value['children']) && value['children'].every(isLayoutNode);
}

function isView(value: unknown): value is View {
  return isObject(value) && isText(value['id']) && Array.isArray(value['columns']);
}

export function readDescription(value: unknown): Description {
  const description = isObject(value) ? value : {};
  return {
    id: String(description['id']),
    label: readLabel(description['label']),
    titleField: textIn(description, 'title_field') ?? null,
    fields: listIn(description, 'fields').map(readField),
    layouts: listIn(description, 'layouts').filter(isLayout),
    views: listIn(description, 'views').filter(isView),
  };
}

export function readDiagnostic(value: unknown): Diagnostic {
  const found = isObject(value) ? value : {};
  return {
    code: String(found['code']),
    severity: String(found['severity']),
    pointer: textIn(found, 'pointer') ?? '',
    message: readLabel(found['message']),
  };
}
