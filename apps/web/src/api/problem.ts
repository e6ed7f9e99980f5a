import { isObject, isText, listIn, numberIn, textIn } from './narrow';

/** A fault at one place of what was sent. */
export interface FieldFault {
  pointer: string;
  code: string;
  message: string;
}

/** A field that two people changed. */
export interface FieldConflict {
  field: string;
  label: Readonly<Record<string, string>>;
  /** What is stored now. */
  theirs: unknown;
  /** What was sent. */
  yours: unknown;
}

interface ProblemParts {
  status: number;
  code: string;
  title: string;
  detail: string;
  pointer?: string | undefined;
  errors?: readonly FieldFault[] | undefined;
  conflicts?: readonly FieldConflict[] | undefined;
  /** The revision as it is now, where somebody else was faster. */
  revision?: number | undefined;
  /** The number by which support finds the call in the log. */
  request?: string | undefined;
}

/** A refusal of the server (problem+json), or a call that never reached it (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly pointer: string | undefined;
  readonly errors: readonly FieldFault[];
  readonly conflicts: readonly FieldConflict[];
  readonly revision: number | undefined;
  readonly request: string | undefined;

  constructor(parts: ProblemParts) {
    super(parts.detail === '' ? parts.title : parts.detail);
    this.name = 'Problem';
    this.status = parts.status;
    this.code = parts.code;
    this.title = parts.title;
    this.detail = parts.detail;
    this.pointer = parts.pointer;
    this.errors = parts.errors ?? [];
    this.conflicts = parts.conflicts ?? [];
    this.revision = parts.revision;
    this.request = parts.request;
  }
}

function faultOf(value: unknown): FieldFault {
  return { pointer: textIn(value, 'pointer') ?? '', code: textIn(value, 'code') ?? '', message: textIn(value, 'message') ?? '' };
}

function conflictOf(value: unknown): readonly FieldConflict[] {
  const field = textIn(value, 'field');
  if (!isObject(value) || field === undefined) return [];
  const { label, theirs = null, yours = null } = value;
  const words = isObject(label) ? Object.fromEntries(Object.entries(label).filter((entry): entry is [string, string] => isText(entry[1]))) : { 'zh-CN': field };
  return [{ field, label: words, theirs, yours }];
}

/** Reads a refusal; a body that is no problem+json still gives a status and a code. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return new Problem({
    status: numberIn(body, 'status') ?? response.status,
    code: textIn(body, 'code') ?? `http_${String(response.status)}`,
    title: textIn(body, 'title') ?? '',
    detail: textIn(body, 'detail') ?? '',
    pointer: textIn(body, 'pointer'),
    errors: listIn(body, 'errors').map(faultOf),
    conflicts: listIn(body, 'conflicts').flatMap(conflictOf),
    revision: numberIn(body, 'revision'),
    request: response.headers.get('x-request-id') ?? undefined,
  });
}
