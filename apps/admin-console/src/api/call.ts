import type { RouteContract } from '@mdm-gate/contracts';
import type { z } from 'zod';
import { apiPath } from './address.ts';
import { isAttended } from './attended.ts';
import { exchange } from './exchange.ts';

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

type Body<Contract extends RouteContract> = Contract extends { body: infer Schema extends z.ZodType }
  ? { readonly body: z.input<Schema> }
  : unknown;

type Query<Contract extends RouteContract> = Contract extends { query: infer Schema extends z.ZodType }
  ? { readonly query?: z.input<Schema> }
  : unknown;

type Params<Contract extends RouteContract> = [ParameterOf<Contract['path']>] extends [never]
  ? unknown
  : { readonly params: Readonly<Record<ParameterOf<Contract['path']>, string>> };

type Version<Contract extends RouteContract> = Contract extends { ifMatch: true }
  ? { readonly etag: string }
  : unknown;

/** One operation with its input, as its contract has it: another method, path or field does not compile. */
export type Ask<Contract extends RouteContract> = {
  readonly method: Contract['method'];
  readonly path: Contract['path'];
  readonly signal?: AbortSignal;
  /** It may take minutes, and whoever asks says so meanwhile. */
  readonly isLong?: true;
} & Params<Contract> &
  Version<Contract> &
  Query<Contract> &
  Body<Contract>;

type Replies<Contract extends RouteContract> = Contract['replies'];

export type BodyOf<Contract extends RouteContract> = {
  [Status in keyof Replies<Contract>]: Replies<Contract>[Status] extends {
    schema: infer Schema extends z.ZodType;
  }
    ? z.output<Schema>
    : never;
}[keyof Replies<Contract>];

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** To be sent back with a change of what was read. */
  readonly etag: string | null;
}

interface AnyAsk {
  readonly method: string;
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly etag?: string;
  readonly signal?: AbortSignal;
  readonly isLong?: true;
}

/** Changes may wait for an MDM or a verifier; what is read does not. */
const timeLimitMs = { read: 10_000, change: 30_000, long: 600_000 } as const;

const timeLimitOf = ({ method, isLong }: AnyAsk): number => {
  if (isLong === true) return timeLimitMs.long;
  return method === 'GET' ? timeLimitMs.read : timeLimitMs.change;
};

const addressOf = ({ path, params = {}, query = {} }: AnyAsk): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if ((typeof value === 'string' && value !== '') || typeof value === 'number')
      search.set(name, `${value}`);
  const text = search.toString();
  return `${apiPath}${filled}${text === '' ? '' : `?${text}`}`;
};

const headersOf = ({ method, body, etag }: AnyAsk): Record<string, string> => ({
  accept: 'application/json',
  // What a page reads by itself does not keep a session from ending.
  ...(isAttended() ? {} : { 'mdm-gate-unattended': 'true' }),
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
  ...(etag === undefined ? {} : { 'if-match': etag }),
  // A repeated request, by us or on the way, is done once.
  ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
});

const requestOf = (ask: AnyAsk): RequestInit => ({
  method: ask.method,
  headers: headersOf(ask),
  ...(ask.signal === undefined ? {} : { signal: ask.signal }),
  ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
});

/** Asks the gateway. Throws ApiProblem. */
export const call = async <Contract extends RouteContract>(
  ask: Ask<Contract>,
): Promise<Answer<BodyOf<Contract>>> => {
  const response = await exchange(addressOf(ask), requestOf(ask), timeLimitOf(ask));
  const body = (response.status === 204 ? null : await response.json()) as BodyOf<Contract>;
  return { status: response.status, body, etag: response.headers.get('etag') };
};
