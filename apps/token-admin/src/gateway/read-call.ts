import { deviceIdSchema, organizationIdSchema, uuidSchema, type RouteContract } from '@mdm-gate/contracts';
import { CodedError, parseOrRefuse } from '@mdm-gate/service-kit';
import type { FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { notFound } from '../organization/load-organization.ts';
import type { Admission, CallTo } from './call.ts';
import { requirePlainJson } from './plain-json.ts';
import { versionsIn } from './entity-tags.ts';

/** The forms of the path parameters. What has another form cannot exist. */
const parameterSchema = z.object({
  organizationId: organizationIdSchema.optional(),
  tokenId: uuidSchema.optional(),
  connectionId: uuidSchema.optional(),
  operationId: uuidSchema.optional(),
  deviceId: deviceIdSchema.optional(),
  rotationId: uuidSchema.optional(),
  sessionId: uuidSchema.optional(),
});

const readParams = (request: FastifyRequest): Record<string, string> => {
  const params = parameterSchema.safeParse(request.params);
  if (!params.success) throw notFound();
  return params.data as Record<string, string>;
};

const readBody = (contract: RouteContract, request: FastifyRequest): unknown => {
  requirePlainJson(request.body);
  if (contract.body !== undefined) return parseOrRefuse(contract.body, request.body ?? undefined, 'The body');
  // A POST without input may come with an empty object, as many clients send one.
  return parseOrRefuse(z.strictObject({}).nullish(), request.body, 'The body') ?? undefined;
};

const noQuerySchema = z.strictObject({});

/** Fastify leaves what it cannot decode as it came. */
const requireReadableQuery = ({ raw }: FastifyRequest): void => {
  const query = raw.url?.split('?').slice(1).join('?') ?? '';
  try {
    decodeURIComponent(query);
  } catch {
    throw new CodedError('invalid-request', 'The query is not percent-encoded UTF-8');
  }
};

/** Checks all input of a request against its contract. */
export const readCall = ({ contract, caller, session }: Admission, request: FastifyRequest): CallTo => {
  const params = readParams(request);
  requireReadableQuery(request);
  const query: Readonly<Record<string, unknown>> = parseOrRefuse(
    contract.query?.strict() ?? noQuerySchema,
    request.query,
    'The query',
  );
  const needsVersion = contract.ifMatch === true && query['dryRun'] !== 'true';
  const versions = needsVersion ? versionsIn(request.headers['if-match']) : [];
  return {
    contract,
    params,
    query: contract.query === undefined ? undefined : query,
    body: readBody(contract, request),
    caller,
    session,
    versions,
    cause: {
      actor: { type: 'admin', id: caller.id },
      operationId: uuidv7(),
      correlationId: request.id,
      sourceAddress: request.ip,
    },
  } as CallTo;
};
