import { randomUUID } from 'node:crypto';
import { Refusal } from '../vendor/refusal.ts';

const CODES: Readonly<Record<number, string>> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'Forbidden',
  404: 'ResourceNotFound',
  429: 'TooManyRequests',
  500: 'InternalServerError',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
};

export interface GraphErrorBody {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly innerError: {
      readonly date: string;
      readonly 'request-id': string;
      readonly 'client-request-id': string;
    };
  };
}

export function graphErrorBody(
  status: number,
  message: string,
  code = CODES[status] ?? 'UnknownError',
): GraphErrorBody {
  const requestId = randomUUID();
  return {
    error: {
      code,
      message,
      innerError: {
        date: new Date().toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': requestId,
      },
    },
  };
}

export function graphError(status: number, message: string, code?: string): Refusal {
  return new Refusal(status, graphErrorBody(status, message, code));
}

/** Intune's own refusals: a JSON document as a string inside `message`. */
export function intuneError(status: number, message: string): Refusal {
  const inner = {
    _version: 3,
    Message:
      `${message} - Operation ID (for customer support): 00000000-0000-0000-0000-000000000000 - ` +
      `Activity ID: ${randomUUID()} - Url: https://fef.sim.manage.microsoft.com/AppLifecycle_2202/StatelessAppMetadataFEService`,
    CustomApiErrorPhrase: '',
    RetryAfter: null,
    ErrorSourceService: '',
    HttpHeaders: '{}',
  };
  return graphError(status, JSON.stringify(inner, null, 2).replaceAll('\n', '\r\n'));
}
