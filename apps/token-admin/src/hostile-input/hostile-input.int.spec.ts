import { isErrorCode } from '@mdm-gate/contracts';
import fc from 'fast-check';
import {
  connectMdm,
  createOrganization,
  startGateway,
  type RunningGateway,
  type TestOrganization,
} from '../fixtures/running-gateway.ts';
import { bodyFor, fittingBodyFor, hostileTexts, textFor } from './hostile-values.ts';
import { operationsOf, type OpenApiDocument, type Operation, type Parameter } from './openapi-operations.ts';

/** `npm run api:fuzz` sends 1000 to each operation. */
const requestsPerOperation = Number(process.env['MDM_GATE_FUZZ_REQUESTS'] ?? '25');
const answerTimeoutMs = 10_000;

interface HostileRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

interface RequestParts {
  readonly path: string;
  readonly body: string | undefined;
  readonly authorization: string;
  readonly ifMatch: string;
  readonly key: string | undefined;
  readonly type: string;
}

const partNames = ['path', 'body', 'authorization', 'ifMatch', 'key', 'type'] as const;

/** Of versions that there are and of some that there are not, also as proxies change them. */
const entityTags: readonly string[] = ['"1"', '"2"', '"999"', 'W/"999"', '"1-gzip"', '"another"', '*'];

const isHeaderValue = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text);

describe(`hostile input, ${requestsPerOperation} requests to each operation`, () => {
  let gateway: RunningGateway;
  let organization: TestOrganization;
  let operations: readonly Operation[];
  let ids: Readonly<Record<string, string>>;
  let tokens: readonly string[];

  beforeAll(async () => {
    gateway = await startGateway();
    organization = await createOrganization(gateway);
    const connectionId = await connectMdm(organization);
    const created = await organization.administrator.post(`${organization.path}/mdm-tokens`, {
      label: 'first',
    });
    const { tokenId } = (created.body as { token: { tokenId: string } }).token;
    ids = { organizationId: organization.organizationId, tokenId, connectionId };
    operations = operationsOf(
      (await (await fetch(`${gateway.url}/api/openapi.json`)).json()) as OpenApiDocument,
    );
    const administrator = await gateway.issuer.token(['platform-administrator']);
    tokens = [
      ...Array<string>(12).fill(`Bearer ${administrator}`),
      '',
      'Bearer',
      'Bearer x.y.z',
      'Basic YTpi',
      `Bearer ${'x'.repeat(5_000)}`,
    ];
  });
  afterAll(() => gateway.stop());

  const pathFor = ({ path, parameters }: Operation): fc.Arbitrary<string> => {
    const inPath = parameters.filter((parameter) => parameter.in === 'path');
    const inQuery = parameters.filter((parameter) => parameter.in === 'query');
    const value = ({ name, schema }: Parameter) =>
      fc.oneof(
        { weight: 5, arbitrary: fc.constant(ids[name] ?? 'x') },
        { weight: 1, arbitrary: textFor(schema) },
      );
    return fc
      .tuple(
        fc.tuple(...inPath.map(value)),
        fc.tuple(...inQuery.map(({ schema }) => textFor(schema))),
        fc.boolean(),
      )
      .map(([values, queries, withQuery]) => {
        const filled = inPath.reduce(
          (text, { name }, index) =>
            text.replace(`{${name}}`, encodeURIComponent((values[index] ?? '').toWellFormed())),
          path,
        );
        const query = inQuery
          .map(({ name }, index) => `${name}=${encodeURIComponent((queries[index] ?? '').toWellFormed())}`)
          .join('&');
        return withQuery && query !== '' ? `${filled}?${query}` : filled;
      });
  };

  const hostilePartsFor = (operation: Operation): fc.Arbitrary<RequestParts> => {
    const headerTexts = hostileTexts.filter(isHeaderValue).slice(0, 20);
    return fc.record({
      path: pathFor(operation),
      body: operation.method === 'GET' ? fc.constant(undefined) : bodyFor(operation.bodySchema),
      authorization: fc.constantFrom(...tokens),
      ifMatch: fc.constantFrom(...entityTags, ...headerTexts),
      key: fc.option(fc.oneof(fc.uuid(), fc.constantFrom(...headerTexts)), { nil: undefined }),
      type: fc.constantFrom(
        'application/json',
        'application/json',
        'application/json',
        'application/json; charset=utf-16',
        'text/plain',
        'application/xml',
        'x',
      ),
    });
  };

  const fittingPartsFor = ({ method, path, bodySchema }: Operation): fc.Arbitrary<RequestParts> =>
    fc.record({
      path: fc.constant(path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? 'x')),
      body: method === 'GET' ? fc.constant(undefined) : fittingBodyFor(bodySchema),
      authorization: fc.constant(tokens[0] ?? ''),
      ifMatch: fc.constantFrom(...entityTags),
      key: fc.uuid(),
      type: fc.constant('application/json'),
    });

  /** Hostile in every part, or in one only: what is refused for one part never meets the checks of the others. */
  const requestTo = (operation: Operation): fc.Arbitrary<HostileRequest> =>
    fc
      .record({
        hostile: hostilePartsFor(operation),
        fitting: fittingPartsFor(operation),
        only: fc.constantFrom(null, null, null, ...partNames),
      })
      .map(({ hostile, fitting, only }) => (only === null ? hostile : { ...fitting, [only]: hostile[only] }))
      .map(({ path, body, authorization, ifMatch, key, type }) => ({
        path,
        body,
        headers: {
          ...(authorization === '' ? {} : { authorization }),
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...(body === undefined ? {} : { 'content-type': type }),
          'if-match': ifMatch,
        },
      }));

  const send = async (method: string, { path, headers, body }: HostileRequest) => {
    const response = await fetch(`${gateway.url}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(answerTimeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  };

  it(
    'is answered with a documented status, in time, and without a word about our insides',
    async () => {
      const seen = new Set<number>();
      for (const operation of operations) {
        await fc.assert(
          fc.asyncProperty(requestTo(operation), async (request) => {
            const { status, type, text } = await send(operation.method, request);
            seen.add(status);
            expect(operation.statuses).toContain(status);
            expect(status).toBeLessThan(500);
            expect(text).not.toMatch(/node_modules| {4}at |QueryFailedError|\.ts:\d/);
            if (status < 400) return;
            expect(type).toContain('application/problem+json');
            expect(isErrorCode((JSON.parse(text) as { code: string }).code)).toBe(true);
          }),
          { numRuns: requestsPerOperation },
        );
      }
      expect([200, 400, 401, 404, 412].filter((status) => !seen.has(status))).toEqual([]);
      expect(gateway.log()).not.toContain('a request failed');
      expect(
        (await organization.administrator.get(`${organization.path}/audit-events/verification`)).body,
      ).toMatchObject({ intact: true });
    },
    120_000 + requestsPerOperation * 8_000,
  );
});
