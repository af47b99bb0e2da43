import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { problemOf } from './problem.filter.ts';

/** Node.js reads the address and the headers of a request up to this size together. */
export const headBytesMax = 16 * 1_024;
/** What is left of it is enough for the headers. */
export const addressLengthMax = 8 * 1_024;

interface UnreadableRequest extends Error {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** Errors of Node.js's HTTP parser that say more than that it is not HTTP. */
const codes: Readonly<Record<string, ErrorCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request-incomplete',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body-too-large',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

const details: Partial<Record<ErrorCode, string>> = {
  'headers-too-large': `All headers together may have ${headBytesMax} bytes; often it is the access token in Authorization`,
  'invalid-request': 'This is not HTTP/1.1 as RFC 9112 describes it',
};

/** A first line that does not end is an address that does not end. */
const hasEndlessAddress = (packet: unknown): boolean =>
  packet instanceof Buffer && packet.subarray(0, addressLengthMax + 1).indexOf('\n') === -1;

const errorOf = ({ code = '', rawPacket }: UnreadableRequest): CodedError => {
  const known = codes[code] ?? 'invalid-request';
  const meant = known === 'headers-too-large' && hasEndlessAddress(rawPacket) ? 'address-too-long' : known;
  return new CodedError(meant, details[meant]);
};

/** Something was already answered to the request under way: what comes now would be taken for its continuation. */
const isAnswering = (socket: Socket): boolean => {
  const { _httpMessage: message } = socket as { _httpMessage?: { headersSent?: boolean } | null };
  return message?.headersSent === true;
};

/** To what is not HTTP, is too large or does not come to an end: there is no request to answer, only a connection. */
export const answerUnreadable = (cause: UnreadableRequest, socket: Socket): void => {
  if (cause.code === 'ECONNRESET' || !socket.writable || isAnswering(socket)) {
    socket.destroy();
    return;
  }
  const error = errorOf(cause);
  const body = JSON.stringify(problemOf(error, randomUUID()));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status] ?? ''}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
