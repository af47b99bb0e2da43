import {
  batchedCheckSchema,
  errorCodes,
  eventCatalogue,
  exampleOf,
  requestCatalogue,
  streams,
  type EventContract,
  type RequestContract,
} from '@mdm-gate/contracts';
import { toJSONSchema, z } from 'zod';

type Json = Record<string, unknown>;

/** Everything that is said on NATS, as AsyncAPI 3, from the contracts alone. */
export const asyncapiDocument = (): Json => ({
  asyncapi: '3.1.0',
  info: {
    title: 'MDM Gate on NATS',
    version: '1',
    description:
      'Plain JSON both ways. Requests are core NATS request/reply, offered as NATS services; events are on JetStream, ' +
      'where the newest message of each subject is a snapshot. Who may call a request, and who listens to an event, is in docs/event-flow.md.',
  },
  defaultContentType: 'application/json',
  servers,
  channels: {
    ...channelsOf(eventCatalogue.map(eventChannel)),
    ...channelsOf(requestCatalogue.flatMap(requestChannels)),
  },
  operations: { ...operationsOf(eventCatalogue, publishing), ...operationsOf(requestCatalogue, answering) },
  components: {
    messages: {
      ...Object.fromEntries(eventCatalogue.map((contract) => [contract.type, eventMessage(contract)])),
      ...Object.fromEntries(requestCatalogue.flatMap(requestMessages)),
      refusal,
    },
    schemas: { AnyJson: schemaOf(z.json()), BatchedCheck: schemaOf(batchedCheckSchema) },
    securitySchemes,
  },
});

const ref = (...path: readonly string[]): Json => ({ $ref: `#/${path.join('/')}` });

const servers: Json = {
  nats: {
    host: 'nats.example.com:4222',
    protocol: 'nats',
    description:
      'The NATS servers of this installation. Each caller has a user of its own, whose permissions name the subjects that it ' +
      'may ask; replies come to `_INBOX.<user>.>`, and a request that names no inbox is not answered.',
    security: [
      ref('components', 'securitySchemes', 'user'),
      ref('components', 'securitySchemes', 'certificate'),
    ],
  },
};

const securitySchemes: Json = {
  user: {
    type: 'userPassword',
    description: 'User and password of the caller, `nats://user:password@host:4222`',
  },
  certificate: { type: 'X509', description: 'A client certificate, where the servers demand TLS both ways' },
};

/** `mdm.check.pairing` → `check-pairing` */
const nameOf = (contract: EventContract | RequestContract): string =>
  'type' in contract ? contract.type : contract.subject.replace(/^mdm\./, '').replaceAll('.', '-');

const messageRefs = (...names: readonly string[]): Json =>
  Object.fromEntries(names.map((name) => [name, ref('components', 'messages', name)]));

type Channel = readonly [name: string, channel: Json];
const channelsOf = (channels: readonly Channel[]): Json => Object.fromEntries(channels);

const eventChannel = (contract: EventContract): Channel => [
  contract.type,
  {
    address: `${streams[contract.stream].subjectPrefix}.{organizationId}.${contract.type}`,
    description: `JetStream stream ${streams[contract.stream].name}`,
    parameters: { organizationId: { description: 'The tenant' } },
    messages: messageRefs(contract.type),
  },
];

const requestChannels = (contract: RequestContract): readonly Channel[] => {
  const name = nameOf(contract);
  return [
    [name, { address: contract.subject, messages: messageRefs(`${name}-request`) }],
    [`${name}-reply`, { address: null, messages: messageRefs(`${name}-reply`, 'refusal') }],
  ];
};

const operationsOf = <Contract extends EventContract | RequestContract>(
  contracts: readonly Contract[],
  operation: (contract: Contract) => Json,
): Json => Object.fromEntries(contracts.map((contract) => [nameOf(contract), operation(contract)]));

const publishing = (contract: EventContract): Json => ({
  action: 'send',
  summary: contract.description,
  tags: [{ name: contract.publishedBy }],
  channel: ref('channels', contract.type),
});

const answering = (contract: RequestContract): Json => ({
  action: 'receive',
  summary: contract.description,
  description: `May be called by ${contract.mayBeCalledBy.join(', ')}.`,
  tags: [{ name: contract.answeredBy }],
  channel: ref('channels', nameOf(contract)),
  bindings: { nats: { queue: contract.answeredBy } },
  reply: { channel: ref('channels', `${nameOf(contract)}-reply`) },
});

const eventMessage = (contract: EventContract): Json => ({
  summary: contract.description,
  headers: schemaOf(z.object({ 'Nats-Msg-Id': z.uuid(), ...tracing })),
  payload: schemaOf(contract.schema),
  ...examplesOf(contract.schema),
});

const requestMessages = (contract: RequestContract): readonly Channel[] => [
  [
    `${nameOf(contract)}-request`,
    {
      headers: schemaOf(z.object(tracing)),
      payload: schemaOf(contract.request),
      ...examplesOf(contract.request),
    },
  ],
  [`${nameOf(contract)}-reply`, { payload: schemaOf(contract.reply), ...examplesOf(contract.reply) }],
];

const tracing = {
  'Mdm-Correlation-Id': z.string().optional().describe('Follows one request through all services'),
  traceparent: z.string().optional().describe('W3C trace context, passed on as it is'),
};

const codes = Object.keys(errorCodes);

const dialect = { target: 'draft-7', io: 'input', unrepresentable: 'any' } as const;

/** Only `z.json()` refers to itself, so that it is a schema of its own: any JSON value. */
const ofAnyJson = /"#\/definitions\/__schema\d+"|"#"/g;
const referring = (schema: Json): Json => {
  const own = new Set(['$schema', 'definitions']);
  const written = Object.entries(schema).filter(([name]) => !own.has(name));
  const text = JSON.stringify(Object.fromEntries(written));
  return JSON.parse(text.replace(ofAnyJson, '"#/components/schemas/AnyJson"')) as Json;
};

const schemaOf = (schema: z.ZodType): Json => referring(toJSONSchema(schema, dialect));

const examplesOf = (schema: z.ZodType): Json => ({ examples: [{ payload: exampleOf(schema) }] });

const refusal: Json = {
  summary: 'What comes in the place of a reply when there is none: docs/failure-modes.md explains each code',
  headers: schemaOf(
    z.object({
      'Nats-Service-Error-Code': z.string().describe('The HTTP status that the code stands for'),
      'Nats-Service-Error': z.string().describe('The code and what is wrong'),
    }),
  ),
  payload: schemaOf(
    z.object({
      code: z.enum(codes),
      detail: z.string(),
      issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    }),
  ),
  examples: [
    {
      headers: {
        'Nats-Service-Error-Code': '400',
        'Nats-Service-Error': 'invalid-request: The request is not valid',
      },
      payload: {
        code: 'invalid-request',
        detail: 'The request is not valid',
        issues: [{ path: 'platform', message: 'Invalid option: expected one of "ios"|"android"' }],
      },
    },
  ],
};

export const asyncapiText = (): string => `${JSON.stringify(asyncapiDocument(), null, 2)}\n`;
