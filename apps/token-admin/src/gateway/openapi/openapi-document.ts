import {
  errorCodes,
  organizationIdSchema,
  problemSchema,
  routeCatalogue,
  uuidSchema,
  type ErrorCode,
  type RouteContract,
} from '@mdm-gate/contracts';
import { z } from 'zod';
import { apiPrefix } from '../serves.ts';
import { errorsOf } from './errors-of.ts';
import { jsonSchemaOf, type JsonObject } from './json-schema-of.ts';

const parameterSchemas: Readonly<Record<string, z.ZodType>> = {
  organizationId: organizationIdSchema,
  tokenId: uuidSchema,
  connectionId: uuidSchema,
};

const pathParameters = (path: string): JsonObject[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: jsonSchemaOf(parameterSchemas[name] ?? z.string(), 'input'),
  }));

const queryParameters = ({ query }: RouteContract): JsonObject[] =>
  Object.entries<unknown>(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: jsonSchemaOf(schema as z.ZodType, 'input'),
  }));

const ifMatch = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The ETag that you read',
  schema: { type: 'string', pattern: '^"[0-9]{1,10}"$' },
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Chosen by you: the request with the same key is answered alike for a day and done once',
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
};

const headerParameters = (contract: RouteContract): JsonObject[] => [
  ...(contract.ifMatch === true ? [ifMatch] : []),
  ...(contract.method === 'POST' ? [idempotencyKey] : []),
];

const replyOf = (status: number, contract: RouteContract): JsonObject => {
  const reply = contract.replies[status];
  const description = reply?.description ?? '';
  const headers = { 'Mdm-Correlation-Id': { schema: { type: 'string' } } };
  if (reply === undefined || status === 204) return { description, headers };
  const mediaType = reply.mediaType ?? 'application/json';
  return { description, headers, content: { [mediaType]: { schema: jsonSchemaOf(reply.schema, 'output') } } };
};

const problemOf = (codes: readonly ErrorCode[]): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('. '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const successesOf = (contract: RouteContract): JsonObject =>
  Object.fromEntries(
    Object.keys(contract.replies).map((status) => [status, replyOf(Number(status), contract)]),
  );

const problemsOf = (contract: RouteContract): JsonObject =>
  Object.fromEntries([...errorsOf(contract)].map(([status, codes]) => [String(status), problemOf(codes)]));

const operationOf = (contract: RouteContract): JsonObject => ({
  operationId: contract.operationId,
  summary: contract.summary,
  description: `Who may: ${contract.access}`,
  parameters: [...pathParameters(contract.path), ...queryParameters(contract), ...headerParameters(contract)],
  ...(contract.body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: jsonSchemaOf(contract.body, 'input') } },
        },
      }),
  responses: { ...successesOf(contract), ...problemsOf(contract) },
});

const operationsOf = (contracts: readonly RouteContract[]): JsonObject =>
  Object.fromEntries(contracts.map((contract) => [contract.method.toLowerCase(), operationOf(contract)]));

const pathsOf = (contracts: readonly RouteContract[]): JsonObject => {
  const byPath = Map.groupBy(contracts, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, operations]) => [`${apiPrefix}${path}`, operationsOf(operations)]),
  );
};

/** OpenAPI 3.1 of the gateway, generated from the route contracts that the gateway itself works by. */
export const openApiDocument = (): JsonObject => ({
  openapi: '3.1.0',
  info: {
    title: 'MDM Gate',
    version: '1',
    description: 'Only devices that the organization manages may pair and authenticate',
  },
  security: [{ oidc: [] }],
  paths: pathsOf(routeCatalogue),
  components: {
    schemas: { Problem: jsonSchemaOf(problemSchema, 'output') },
    securitySchemes: { oidc: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
  },
});
