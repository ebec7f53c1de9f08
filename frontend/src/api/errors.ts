/** RFC 9457 answer of the server. `fields` names what is wrong with which field. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  fields?: Record<string, string[]> | null;
  request_id?: string;
  [extra: string]: unknown;
}

/** A problem's title carries no full stop; among other sentences it needs one. */
function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** The server refused; `message` is in its own words and fit to be shown. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string[]>;
  readonly problem: Problem;

  constructor(status: number, problem: Problem) {
    super(sentence(problem.detail || problem.title || 'The server could not do this.'));
    this.status = status;
    this.code = problem.code ?? '';
    this.fields = problem.fields ?? {};
    this.problem = problem;
  }

  /** First message per field, as form libraries want it. */
  fieldMessages(): Record<string, string> {
    return Object.fromEntries(
      Object.entries(this.fields).flatMap(([name, messages]) => (messages[0] ? [[name, messages[0]]] : [])),
    );
  }
}

/** No answer at all: the server is down or this device is offline. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';

  constructor() {
    super('Kith cannot be reached. Check the connection and try again.');
  }
}

export function hasStatus(error: unknown, status: number): error is ApiError {
  return error instanceof ApiError && error.status === status;
}

/** What a refusal says, in one sentence: of the first field that it names, else of the whole. */
export function fieldWords(error: Error): string {
  const words = error instanceof ApiError ? Object.values(error.fieldMessages()) : [];
  return words[0] ?? error.message;
}
