import { traced } from '@mdm-gate/service-kit';
import type { RequestSender } from '../../outbound/outbound-agent.ts';
import type { VendorAnswer } from './vendor-answer.ts';
import { bodyOf, type VendorRequest } from './vendor-request.ts';

/** One request and its answer, read whole. Rejects as the agent does. */
export const exchange = (
  agent: RequestSender,
  request: VendorRequest,
  signal: AbortSignal,
): Promise<VendorAnswer> => {
  const { hostname } = new URL(request.url);
  // Paths name what belongs to the organization, and queries may hold secrets: neither is told.
  const attributes = { 'http.request.method': request.method, 'server.address': hostname };
  return traced(
    { name: request.method, kind: 'client', attributes },
    () => send(agent, request, signal),
    ({ status }) => ({ 'http.response.status_code': status }),
  );
};

const send = async (
  agent: RequestSender,
  request: VendorRequest,
  signal: AbortSignal,
): Promise<VendorAnswer> => {
  const url = new URL(request.url);
  const { body, contentType } = bodyOf(request);
  const answer = await agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: { accept: 'application/json', 'user-agent': 'mdm-gate', ...contentType, ...request.headers },
    body,
    signal,
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: singleHeaders(answer.headers), text, body: parsed(text) };
};

const singleHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const parsed = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
