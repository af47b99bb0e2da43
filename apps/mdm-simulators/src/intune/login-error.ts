import { randomUUID } from 'node:crypto';
import { Refusal } from '../vendor/refusal.ts';

const ERRORS = {
  7000215: { status: 401, error: 'invalid_client', text: 'Invalid client secret provided.' },
  7000222: {
    status: 401,
    error: 'invalid_client',
    text: 'The provided client secret keys for the app are expired.',
  },
  700016: { status: 400, error: 'unauthorized_client', text: 'Application was not found in the directory.' },
  700027: { status: 401, error: 'invalid_client', text: 'Client assertion failed validation.' },
  90002: { status: 400, error: 'invalid_request', text: 'Tenant not found.' },
  70011: {
    status: 400,
    error: 'invalid_scope',
    text: 'The provided value for the input parameter scope is not valid.',
  },
  70003: {
    status: 400,
    error: 'unsupported_grant_type',
    text: 'The app requested an unsupported grant type.',
  },
  900144: {
    status: 400,
    error: 'invalid_request',
    text: 'The request body is missing a required parameter.',
  },
} as const;

export type LoginErrorNumber = keyof typeof ERRORS;

/** An answer of the Microsoft identity platform; clients branch on `error_codes`. */
export function loginError(number: LoginErrorNumber, detail = ''): Refusal {
  const { status, error, text } = ERRORS[number];
  const timestamp = new Date().toISOString().slice(0, 19).replace('T', ' ');
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  return new Refusal(status, {
    error,
    error_description:
      `AADSTS${number}: ${text}${detail} \r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}` +
      `\r\nTimestamp: ${timestamp}Z`,
    error_codes: [number],
    timestamp: `${timestamp}Z`,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${number}`,
  });
}
