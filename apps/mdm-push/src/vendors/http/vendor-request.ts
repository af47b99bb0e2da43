import type { RateBudget } from './rate-budget.ts';
import type { RequestFate } from './request-fate.ts';

interface AnyRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the vendor's documented rates allow, of all that this request counts for. */
  readonly budgets?: readonly RateBudget[] | undefined;
  /** Its name in the vendor's own logs, when it has one. */
  readonly id?: string | undefined;
}

/** Changes nothing, so it may be sent again. */
export interface ReadRequest extends AnyRequest {
  readonly method: 'GET';
}

/** An exchange of credentials for an access token. */
export interface SignInRequest extends AnyRequest {
  readonly method: 'POST';
  readonly form: Readonly<Record<string, string>>;
}

/** Changes something, or may: sent once, whatever is answered. */
export interface ChangeRequest extends AnyRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as it is. */
  readonly jsonText?: string;
  readonly json?: unknown;
  /** Sent form-urlencoded; pairs where a name is repeated. */
  readonly form?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** For a caller who must know, whatever comes back, whether it may have been carried out. */
  readonly fate?: RequestFate;
}

export type VendorRequest = ReadRequest | SignInRequest | ChangeRequest;

interface Body {
  readonly body: string | null;
  readonly contentType: Record<string, string>;
}

export const bodyOf = (request: VendorRequest): Body => {
  const text = 'jsonText' in request ? request.jsonText : undefined;
  if (text !== undefined) return { body: text, contentType: { 'content-type': 'application/json' } };
  if ('json' in request && request.json !== undefined)
    return { body: JSON.stringify(request.json), contentType: { 'content-type': 'application/json' } };
  const form = 'form' in request ? request.form : undefined;
  if (form === undefined) return { body: null, contentType: {} };
  return {
    body: encoded(form),
    contentType: { 'content-type': 'application/x-www-form-urlencoded' },
  };
};

const encoded = (form: NonNullable<ChangeRequest['form']>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Symbol.iterator in form ? form : Object.entries(form))
    parameters.append(name, value);
  return parameters.toString();
};
