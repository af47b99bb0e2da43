import { type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type IntuneBehaviour } from './intune.state.ts';
import { graphError, graphErrorBody } from './graph-error.ts';
import { type FilterScope, type ODataRecord, parseFilter } from './odata-filter.ts';
import { Refusal } from '../vendor/refusal.ts';

const count = z
  .string()
  .regex(/^\d{1,6}$/u)
  .transform(Number);

/** The system query options that Graph declares on Intune's collections. Others that begin with $ are refused. */
const querySchema = z
  .object({
    $filter: z.string().optional(),
    $select: z.string().optional(),
    $expand: z.string().optional(),
    $orderby: z.string().optional(),
    $top: count.optional(),
    $skip: count.optional(),
    $skiptoken: z.string().optional(),
    $search: z.string().optional(),
    $count: z.enum(['true', 'false']).optional(),
  })
  .catchall(z.unknown());

export type ODataQuery = z.infer<typeof querySchema>;

export function readODataQuery(request: FastifyRequest): ODataQuery {
  const parsed = querySchema.safeParse(request.query);
  if (!parsed.success) {
    throw graphError(400, `The query is not valid: ${z.prettifyError(parsed.error)}`);
  }
  const known: ReadonlySet<string> = new Set(Object.keys(querySchema.shape));
  const unknown = Object.keys(parsed.data).find((name) => name.startsWith('$') && !known.has(name));
  if (unknown !== undefined) {
    throw graphError(400, `The query parameter '${unknown}' is not supported.`);
  }
  return parsed.data;
}

const tokenSchema = z.strictObject({ skip: z.int().min(0) });

function skipOf(query: ODataQuery): number {
  if (query.$skiptoken === undefined) {
    return query.$skip ?? 0;
  }
  try {
    return tokenSchema.parse(JSON.parse(Buffer.from(query.$skiptoken, 'base64url').toString('utf8'))).skip;
  } catch {
    throw graphError(400, 'The skip token is not valid.');
  }
}

function nextLink(request: FastifyRequest, skip: number, form: IntuneBehaviour['nextLinks']): string {
  const url = new URL(request.originalUrl, `${request.protocol}://${request.host}`);
  url.searchParams.delete('$skip');
  url.searchParams.set('$skiptoken', Buffer.from(JSON.stringify({ skip })).toString('base64url'));
  return form === 'odd' ? url.href.replace(url.origin, url.origin.toUpperCase()) : url.href;
}

function select(record: ODataRecord, query: ODataQuery, scope: FilterScope): ODataRecord {
  if (query.$select === undefined) {
    return record;
  }
  const names = query.$select.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !scope.properties.has(name));
  if (unknown !== undefined) {
    throw graphError(400, `Could not find a property named '${unknown}' on type '${scope.typeName}'.`);
  }
  const kept = ['@odata.type', ...names];
  return Object.fromEntries(Object.entries(record).filter(([name]) => kept.includes(name)));
}

export interface Collection {
  readonly context: string;
  readonly scope: FilterScope;
  readonly records: readonly ODataRecord[];
  readonly pageSize: number;
  readonly paging: Pick<IntuneBehaviour, 'pageSizeMax' | 'nextLinks'>;
  /** Intune counts wrongly on some collections and rightly on others. */
  readonly countShown: 'zero' | 'true' | 'none';
}

function matching(collection: Collection, filter: string | undefined): readonly ODataRecord[] {
  return filter === undefined
    ? collection.records
    : collection.records.filter(parseFilter(filter, collection.scope));
}

function countOf(shown: Collection['countShown'], total: number): Record<string, number> {
  return shown === 'none' ? {} : { '@odata.count': shown === 'zero' ? 0 : total };
}

/** One page of a collection, with an opaque link to the next. */
export function odataPage(request: FastifyRequest, collection: Collection): Record<string, unknown> {
  const query = readODataQuery(request);
  if ((query.$top ?? 0) >= 999) {
    throw new Refusal(500, graphErrorBody(500, 'An error has occurred.', 'UnknownError'));
  }
  const records = matching(collection, query.$filter);
  const skip = skipOf(query);
  const { pageSizeMax, nextLinks } = collection.paging;
  const size = Math.min(query.$top ?? collection.pageSize, collection.pageSize, pageSizeMax);
  const hasMore = size > 0 && skip + size < records.length;
  return {
    '@odata.context': collection.context,
    ...countOf(collection.countShown, records.length),
    ...(hasMore ? { '@odata.nextLink': nextLink(request, skip + size, nextLinks) } : {}),
    ...(!hasMore && nextLinks === 'odd' ? { '@odata.nextLink': null } : {}),
    value: records.slice(skip, skip + size).map((record) => select(record, query, collection.scope)),
  };
}
