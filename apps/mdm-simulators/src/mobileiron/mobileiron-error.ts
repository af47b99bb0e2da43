import { Refusal } from '../vendor/refusal.ts';

export interface FieldError {
  readonly code: string;
  readonly message: string;
  readonly field: string;
}

/** Neurons: `errors` beside `result`. */
export function nmdmErrorBody(
  message: string,
  fieldErrors: readonly FieldError[] | null = null,
): Record<string, unknown> {
  return {
    errors: { globalErrors: fieldErrors === null ? [{ code: 'Error', message }] : null, fieldErrors },
    result: null,
  };
}

/** EPMM: `messages`. */
export function epmmErrorBody(message: string): Record<string, unknown> {
  return {
    messages: [{ type: 'Error', messageKey: 'com.mobileiron.vsp.messages.error', localizedMessage: message }],
  };
}

/** Common Platform Services: the error body is not documented. */
export function cpsErrorBody(message: string): Record<string, unknown> {
  return { error: message };
}

export function mobileironErrorBody(url: string, message: string): Record<string, unknown> {
  if (url.startsWith('/msa/')) {
    return cpsErrorBody(message);
  }
  return /^(\/rest)?\/api\/v2\//u.test(url) ? epmmErrorBody(message) : nmdmErrorBody(message);
}

export const nmdmError = (status: number, message: string, fieldErrors?: readonly FieldError[]): Refusal =>
  new Refusal(status, nmdmErrorBody(message, fieldErrors ?? null));

export const epmmError = (status: number, message: string): Refusal =>
  new Refusal(status, epmmErrorBody(message));

export const cpsError = (status: number, message: string): Refusal =>
  new Refusal(status, cpsErrorBody(message));
