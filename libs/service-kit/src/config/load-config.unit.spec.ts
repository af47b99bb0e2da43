import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, listenHostSchema, loadConfig, portSchema, urlSchema } from './load-config.ts';
import { textOrFile } from './text-or-file.ts';

const schema = z.object({
  VERIFIER_HEALTH_PORT: portSchema.default(0),
  VERIFIER_REDIS_URL: urlSchema('redis', 'rediss'),
  MDM_GATE_OUTBOUND_ALLOW: z.string().optional(),
});

describe('loading the configuration', () => {
  it('takes its own variables and leaves the others alone', () => {
    const config = loadConfig(schema, 'VERIFIER_', {
      VERIFIER_REDIS_URL: 'redis://127.0.0.1:1',
      MDM_GATE_OUTBOUND_ALLOW: '127.0.0.1',
      PATH: '/bin',
    });
    expect(config).toEqual({
      VERIFIER_HEALTH_PORT: 0,
      VERIFIER_REDIS_URL: 'redis://127.0.0.1:1',
      MDM_GATE_OUTBOUND_ALLOW: '127.0.0.1',
    });
  });

  it('refuses a variable that it does not know', () => {
    expect(() =>
      loadConfig(schema, 'VERIFIER_', { VERIFIER_REDIS_URL: 'redis://127.0.0.1:1', VERIFIER_REDIS_URI: 'x' }),
    ).toThrow(/VERIFIER_REDIS_URI/);
  });

  it('names what is missing or wrong without repeating values', () => {
    const load = () =>
      loadConfig(schema, 'VERIFIER_', {
        VERIFIER_REDIS_URL: 'http://user:hunter2@host',
        VERIFIER_HEALTH_PORT: '70000',
      });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/VERIFIER_HEALTH_PORT[\s\S]*VERIFIER_REDIS_URL/);
    expect(load).not.toThrow(/hunter2/);
  });
});

describe('the address to listen on', () => {
  it('is of this machine only unless it is set', () => {
    expect(listenHostSchema.parse(undefined)).toBe('127.0.0.1');
    for (const host of ['0.0.0.0', '::', 'localhost', 'verifier-0'])
      expect(listenHostSchema.parse(host)).toBe(host);
    for (const wrong of ['http://0.0.0.0', '0.0.0.0:8082', 'a b'])
      expect(listenHostSchema.safeParse(wrong).success).toBe(false);
  });
});

describe('a setting given as text or as a file', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'keys');
  writeFileSync(file, 'from the file');

  it('is read from either, but not from both or none', () => {
    expect(textOrFile('KEYS', 'as it is', undefined)).toBe('as it is');
    expect(textOrFile('KEYS', undefined, file)).toBe('from the file');
    expect(() => textOrFile('KEYS', 'a', file)).toThrow('Only one of KEYS and KEYS_FILE');
    expect(() => textOrFile('KEYS', undefined, undefined)).toThrow('One of KEYS and KEYS_FILE');
    expect(() => textOrFile('KEYS', undefined, `${file}.missing`)).toThrow('KEYS_FILE cannot be read');
  });
});
