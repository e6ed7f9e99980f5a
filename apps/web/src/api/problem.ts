import { listIn, numberIn, textIn } from './narrow';

/** A fault at one place of what was sent. */
export interface FieldFault {
  pointer: string;
  code: string;
  message: string;
}

interface ProblemParts {
  status: number;
  code: string;
  title: string;
  detail: string;
  pointer?: string | undefined;
  errors?: readonly FieldFault[] | undefined;
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
    this.request = parts.request;
  }
}

function faultOf(value: unknown): FieldFault {
  return { pointer: textIn(value, 'pointer') ?? '', code: textIn(value, 'code') ?? '', message: textIn(value, 'message') ?? '' };
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
    request: response.headers.get('x-request-id') ?? undefined,
  });
}
