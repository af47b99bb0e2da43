import {
  errorCodes,
  exampleOf,
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
import { ComponentSchemas } from './component-schemas.ts';
import { jsonSchemaOf, type JsonObject } from './json-schema-of.ts';
import { tagOf } from './tag-of.ts';

const parameterSchemas: Readonly<Record<string, z.ZodType>> = {
  organizationId: organizationIdSchema,
  tokenId: uuidSchema,
  connectionId: uuidSchema,
  operationId: uuidSchema,
};

const pathParameters = (path: string): JsonObject[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: `The \`${name}\` of what this is about`,
    schema: jsonSchemaOf(parameterSchemas[name] ?? z.string(), 'input'),
  }));

/** What the words of a query mean on every route that has them. */
const queryWords: Readonly<Record<string, string>> = {
  cursor: '`nextCursor` of the page before, as it came',
  limit: 'How many items the page may have',
  expiresWithinDays: 'Only tokens that are not revoked and expire within so many days, or have expired',
  dryRun: 'Only tells what the change would lead to',
};

const queryParameters = ({ query }: RouteContract): JsonObject[] =>
  Object.entries<unknown>(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    description: (schema as z.ZodType).meta()?.description ?? queryWords[name] ?? name,
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

const location = {
  description: 'Where to ask how far it has come',
  schema: { type: 'string', format: 'uri-reference' },
};

const contentOf = (schema: z.ZodType, io: 'input' | 'output', schemas: ComponentSchemas): JsonObject => ({
  schema: schemas.of(schema, io),
  example: exampleOf(schema, io),
});

const replyOf = (status: number, contract: RouteContract, schemas: ComponentSchemas): JsonObject => {
  const reply = contract.replies[status];
  const description = reply?.description ?? '';
  const headers = {
    'Mdm-Correlation-Id': { schema: { type: 'string' } },
    ...(status === 202 ? { Location: location } : {}),
  };
  if (reply === undefined || status === 204) return { description, headers };
  const mediaType = reply.mediaType ?? 'application/json';
  return { description, headers, content: { [mediaType]: contentOf(reply.schema, 'output', schemas) } };
};

const problemOf = (codes: readonly ErrorCode[]): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${errorCodes[code].title}`).join('. '),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const successesOf = (contract: RouteContract, schemas: ComponentSchemas): JsonObject =>
  Object.fromEntries(
    Object.keys(contract.replies).map((status) => [status, replyOf(Number(status), contract, schemas)]),
  );

const problemsOf = (contract: RouteContract): JsonObject =>
  Object.fromEntries([...errorsOf(contract)].map(([status, codes]) => [String(status), problemOf(codes)]));

const operationOf = (contract: RouteContract, schemas: ComponentSchemas): JsonObject => ({
  operationId: contract.operationId,
  tags: [tagOf(contract)],
  summary: contract.summary,
  description: `Who may: ${contract.access}`,
  parameters: [...pathParameters(contract.path), ...queryParameters(contract), ...headerParameters(contract)],
  ...(contract.body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': contentOf(contract.body, 'input', schemas) },
        },
      }),
  responses: { ...successesOf(contract, schemas), ...problemsOf(contract) },
});

const operationsOf = (contracts: readonly RouteContract[], schemas: ComponentSchemas): JsonObject =>
  Object.fromEntries(
    contracts.map((contract) => [contract.method.toLowerCase(), operationOf(contract, schemas)]),
  );

const pathsOf = (contracts: readonly RouteContract[], schemas: ComponentSchemas): JsonObject => {
  const byPath = Map.groupBy(contracts, ({ path }) => path);
  return Object.fromEntries(
    [...byPath].map(([path, operations]) => [`${apiPrefix}${path}`, operationsOf(operations, schemas)]),
  );
};

/**
 * OpenAPI 3.1 of the gateway, generated from the route contracts that the gateway itself works by. `serverUrl`: where
 * callers reach it; `/` is the host that the document was read from.
 */
export const openApiDocument = (serverUrl: string): JsonObject => {
  const schemas = new ComponentSchemas();
  const paths = pathsOf(routeCatalogue, schemas);
  const Problem = schemas.of(problemSchema, 'output');
  return {
    openapi: '3.1.0',
    info: {
      title: 'MDM Gate',
      version: '1',
      description: 'Only devices that the organization manages may pair and authenticate',
      license: { name: 'Apache 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: serverUrl, description: 'This gateway' }],
    security: [{ oidc: [] }],
    tags: [...new Set(routeCatalogue.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { ...schemas.all, Problem },
      securitySchemes: {
        oidc: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the OpenID Connect issuer that the gateway is set up with',
        },
      },
    },
  };
};
