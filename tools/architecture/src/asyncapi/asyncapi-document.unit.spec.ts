import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue, requestCatalogue } from '@mdm-gate/contracts';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { asyncapiDocument, asyncapiText } from './asyncapi-document.ts';

describe('the AsyncAPI document', () => {
  const document = asyncapiDocument();

  it('is what docs/asyncapi.json shows (else: npm run docs:asyncapi)', () => {
    expect(readFileSync(join(workspaceRoot, 'docs/asyncapi.json'), 'utf8')).toBe(asyncapiText());
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
