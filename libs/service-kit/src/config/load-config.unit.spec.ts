import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { describeSettings } from './describe-settings.ts';
import { loadConfig } from './load-config.ts';
import { setting, withFacts } from './setting-facts.ts';
import { logLevelSchema, numberSchema, portSchema, readableSchema } from './setting-kinds.ts';

const secretText = 'hunter2-the-secret';
const passphrase = withFacts(
  readableSchema((text) => {
    if (text.includes(' ')) throw new ConfigError('there is a blank in it');
  }),
  { expected: 'a passphrase', example: 'correct-horse', secret: true },
);

const schema = z.object({
  VERIFIER_HEALTH_PORT: setting(portSchema.default(8082), 'Where health is answered.'),
  VERIFIER_PASSPHRASE: setting(passphrase, 'What opens the door.'),
  VERIFIER_LOG_LEVEL: setting(logLevelSchema, 'The least that is logged.'),
  MDM_GATE_OUTBOUND_ALLOW: setting(z.string().optional(), 'Who may be called.'),
});
const load = (environment: Readonly<Record<string, string>>) => loadConfig(schema, 'VERIFIER_', environment);

const refusal = (environment: Readonly<Record<string, string>>): readonly string[] => {
  try {
    load(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').slice(1);
    throw error;
  }
  throw new Error('It was not refused');
};

describe('loading the configuration', () => {
  it('takes its own variables and leaves the others alone', () => {
    const environment = { VERIFIER_PASSPHRASE: 'abc', MDM_GATE_OUTBOUND_ALLOW: '127.0.0.1', PATH: '/bin' };
    expect(load(environment)).toEqual({
      VERIFIER_HEALTH_PORT: 8082,
      VERIFIER_PASSPHRASE: 'abc',
      VERIFIER_LOG_LEVEL: 'info',
      MDM_GATE_OUTBOUND_ALLOW: '127.0.0.1',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(load({ VERIFIER_PASSPHRASE: 'abc', VERIFIER_HEALTH_PORT: '' })).toMatchObject({
      VERIFIER_HEALTH_PORT: 8082,
    });
  });

  it('says of all that are missing, unknown or wrong at once what is wrong, in plain words and without any value', () => {
    const lines = refusal({
      VERIFIER_HEALTH_PORT: secretText,
      VERIFIER_LOG_LEVEL: secretText,
      VERIFIER_PASPHRASE: secretText,
    });
    expect(lines).toEqual([
      '  VERIFIER_HEALTH_PORT: It must be a port, 0 to 65535',
      '  VERIFIER_LOG_LEVEL: It must be one of fatal, error, warn, info, debug, trace',
      '  VERIFIER_PASPHRASE: there is no such setting; docs/settings.md lists all',
      '  VERIFIER_PASSPHRASE: is not set. It must be a passphrase, for example correct-horse, here or in the file that …_FILE names',
    ]);
    expect(refusal({ VERIFIER_PASSPHRASE: `${secretText} x` })).toEqual([
      '  VERIFIER_PASSPHRASE: there is a blank in it. It must be a passphrase, for example correct-horse',
    ]);
  });

  it.each(['0x10', ' 1', '1 ', '1e3', '-1', '1.5', '65536', 'NaN', '９'])(
    'refuses "%s" as a port',
    (port) => {
      expect(refusal({ VERIFIER_PASSPHRASE: 'abc', VERIFIER_HEALTH_PORT: port })).toHaveLength(1);
    },
  );

  it('takes parts of a whole only where they make sense', () => {
    expect(numberSchema({ min: 0, max: 5, fractions: true }).parse('0.25')).toBe(0.25);
    expect(numberSchema({ min: 0, max: 5 }).safeParse('0.25').success).toBe(false);
  });
});

describe('a secret', () => {
  let folder: string;
  const written = (text: string): string => {
    const file = join(folder, 'secret');
    writeFileSync(file, text);
    return file;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdm-gate-config-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(['abc', 'abc\n', 'abc\r\n'])('may come from a file, whose last line end does not count', (text) => {
    expect(load({ VERIFIER_PASSPHRASE_FILE: written(text) }).VERIFIER_PASSPHRASE).toBe('abc');
  });

  it('is checked as if it stood in the variable', () => {
    expect(refusal({ VERIFIER_PASSPHRASE_FILE: written(`${secretText} x`) })).toEqual([
      expect.stringMatching(/VERIFIER_PASSPHRASE: there is a blank in it\. /),
    ]);
  });

  it('is refused where it is set twice, cannot be read, is empty or is no file, with nothing of it or of its path', () => {
    const file = written(secretText);
    expect(refusal({ VERIFIER_PASSPHRASE: 'abc', VERIFIER_PASSPHRASE_FILE: file })).toEqual([
      '  VERIFIER_PASSPHRASE: is set twice, also by VERIFIER_PASSPHRASE_FILE: set one of them',
    ]);
    for (const [path, problem] of [
      [secretText, 'cannot be read (ENOENT)'],
      [folder, 'is not a file'],
      [written('\n'), 'is empty'],
    ] as const) {
      const [line = '', ...more] = refusal({ VERIFIER_PASSPHRASE_FILE: path });
      expect(more).toEqual([]);
      expect(line).toMatch(/^ {2}VERIFIER_PASSPHRASE: .*VERIFIER_PASSPHRASE_FILE/);
      expect(line).toContain(problem);
      expect(line).not.toContain(path);
    }
  });

  it('is the only kind of setting that may come from a file', () => {
    expect(refusal({ VERIFIER_PASSPHRASE: 'abc', VERIFIER_HEALTH_PORT_FILE: written('1') })).toEqual([
      '  VERIFIER_HEALTH_PORT_FILE: there is no such setting; docs/settings.md lists all',
    ]);
  });
});

describe('what Kubernetes adds to the environment for a Service of the same name', () => {
  const links = {
    VERIFIER_SERVICE_HOST: '10.96.0.17',
    VERIFIER_SERVICE_PORT: '8082',
    VERIFIER_SERVICE_PORT_HEALTH: '8082',
    VERIFIER_PORT: 'tcp://10.96.0.17:8082',
    VERIFIER_PORT_8082_TCP: 'tcp://10.96.0.17:8082',
    VERIFIER_PORT_8082_TCP_PROTO: 'tcp',
    VERIFIER_PORT_8082_TCP_PORT: '8082',
    VERIFIER_PORT_8082_TCP_ADDR: '10.96.0.17',
    VERIFIER_METRICS_SERVICE_HOST: 'fd00::17',
    VERIFIER_METRICS_PORT_53_UDP: 'udp://[fd00::17]:53',
    // Of a Service called verifier-health: a setting has the same name.
    VERIFIER_HEALTH_PORT: 'tcp://10.96.0.18:80',
  };

  it('is passed over', () => {
    expect(load({ VERIFIER_PASSPHRASE: 'abc', ...links })).toMatchObject({ VERIFIER_HEALTH_PORT: 8082 });
  });

  it.each([
    ['VERIFIER_SERVICE_HOST', 'verifier'],
    ['VERIFIER_PORT', '8082'],
    ['VERIFIER_HELTH_PORT', '8082'],
    ['VERIFIER_SERVICE', '10.96.0.17'],
  ])('is told from a mistake by its form: %s=%s is refused', (name, value) => {
    expect(refusal({ VERIFIER_PASSPHRASE: 'abc', [name]: value })).toEqual([
      `  ${name}: there is no such setting; docs/settings.md lists all`,
    ]);
  });
});

describe('the settings of a schema', () => {
  it('are described for people', () => {
    expect(describeSettings(schema)).toMatchObject([
      {
        name: 'VERIFIER_HEALTH_PORT',
        means: 'Where health is answered.',
        expected: 'a port, 0 to 65535',
        unlessSet: '8082',
        required: false,
        secret: false,
      },
      { name: 'VERIFIER_PASSPHRASE', example: 'correct-horse', required: true, secret: true },
      { name: 'VERIFIER_LOG_LEVEL', unlessSet: 'info' },
      { name: 'MDM_GATE_OUTBOUND_ALLOW', unlessSet: undefined, required: false },
    ]);
  });
});
