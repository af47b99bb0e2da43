import type { RequestFate } from './request-fate.ts';

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent form-urlencoded; pairs where a name is repeated. */
  readonly form?: Readonly<Record<string, string>> | readonly (readonly [string, string])[];
  /** Whether it changes something that the lease protects: all but GET unless told otherwise. */
  readonly writes?: boolean;
  /** Whether sending it twice does no more than once: all unless told otherwise. Others are repeated only when refused. */
  readonly repeatable?: boolean;
  /** For a caller who must know, whatever comes back, whether it may have been carried out. */
  readonly fate?: RequestFate;
}

export const bodyOf = ({
  json,
  form,
}: VendorRequest): { body: string | null; contentType: Record<string, string> } => {
  if (json !== undefined)
    return { body: JSON.stringify(json), contentType: { 'content-type': 'application/json' } };
  if (form === undefined) return { body: null, contentType: {} };
  return {
    body: encoded(form),
    contentType: { 'content-type': 'application/x-www-form-urlencoded' },
  };
};

const encoded = (form: NonNullable<VendorRequest['form']>): string => {
  const parameters = new URLSearchParams();
  for (const [name, value] of Symbol.iterator in form ? form : Object.entries(form))
    parameters.append(name, value);
  return parameters.toString();
};
