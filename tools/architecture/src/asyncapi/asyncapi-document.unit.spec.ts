import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { eventCatalogue, exampleOf, requestCatalogue } from '@mdm-gate/contracts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { asyncapiDocument, asyncapiText } from './asyncapi-document.ts';

/** As the Language Server Protocol numbers them. */
const [errorSeverity, warningSeverity]: readonly [number, number] = [0, 1];

describe('the AsyncAPI document', () => {
  const document = asyncapiDocument();

  it('is what docs/asyncapi.json shows (else: npm run docs:asyncapi)', () => {
    expect(readFileSync(join(workspaceRoot, 'docs/asyncapi.json'), 'utf8')).toBe(asyncapiText());
  });

  it('is AsyncAPI to the parser of its makers', async () => {
    const diagnostics = await new Parser().validate(JSON.stringify(document));
    expect(diagnostics.filter(({ severity }) => [errorSeverity, warningSeverity].includes(severity))).toEqual(
      [],
    );
  });

  it('has an example of every message, which is what its schema describes', () => {
    const { messages } = document['components'] as { messages: Record<string, { examples?: object[] }> };
    const without = Object.entries(messages).filter(([, { examples = [] }]) => examples.length === 0);
    expect(without.map(([name]) => name)).toEqual([]);
    for (const { schema } of eventCatalogue)
      expect(schema.safeParse(exampleOf(schema)).error).toBeUndefined();
    for (const { request, reply } of requestCatalogue) {
      expect(request.safeParse(exampleOf(request)).error).toBeUndefined();
      expect(reply.safeParse(exampleOf(reply)).error).toBeUndefined();
    }
  });

  it('says where and as whom to connect', () => {
    expect(document).toMatchObject({
      servers: { nats: { protocol: 'nats', security: expect.any(Array) as unknown } },
    });
  });

  it('has an operation for each event and each request', () => {
    expect(Object.keys(document['operations'] as object)).toHaveLength(
      eventCatalogue.length + requestCatalogue.length,
    );
  });

  it('refers only to what there is', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = '']) => path);
    expect(refs.length).toBeGreaterThan(0);
    expect(refs.filter((path) => !isIn(document, path.split('/')))).toEqual([]);
  });

  it('describes a check as callers send it', () => {
    expect(document).toMatchObject({
      components: {
        messages: {
          'check-pairing-request': {
            payload: {
              type: 'object',
              additionalProperties: false,
              required: expect.arrayContaining(['deviceId']) as unknown,
            },
          },
        },
      },
    });
  });
});

const isIn = (value: unknown, [first, ...rest]: readonly string[]): boolean => {
  if (first === undefined) return value !== undefined;
  return typeof value === 'object' && value !== null && isIn((value as Record<string, unknown>)[first], rest);
};
