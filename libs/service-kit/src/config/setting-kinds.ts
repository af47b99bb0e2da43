import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';
import { withFacts } from './setting-facts.ts';

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** Whether parts of a whole are taken. */
  readonly fractions?: boolean;
}

/** A number as people write it: digits, with a point where parts of a whole are taken. */
export const numberSchema = ({ min, max, unit, fractions = false }: NumberLimits) => {
  const digits = fractions ? /^\d{1,15}(?:\.\d{1,6})?$/ : /^\d{1,15}$/;
  const number = z.string().regex(digits).transform(Number).pipe(z.number().min(min).max(max));
  const expected = `a ${fractions ? '' : 'whole '}number from ${min} to ${max}`;
  return withFacts(number, { expected, ...(unit !== undefined && { unit }) });
};

export const secondsSchema = (min: number, max: number) =>
  numberSchema({ min, max, unit: 'seconds', fractions: true });

/** How long a service that was told to stop goes on answering, not ready, until callers and balancers have gone elsewhere. */
export const stopPauseSchema = secondsSchema(0, 300).default(5);

/** A TCP port; 0 takes any free one. */
export const portSchema = withFacts(numberSchema({ min: 0, max: 65_535 }), {
  expected: 'a port, 0 to 65535',
});

/** The address to listen on: of this machine only, unless the environment says otherwise. */
export const listenHostSchema = withFacts(z.union([z.hostname(), z.ipv6()]).default('127.0.0.1'), {
  expected: 'a host name or an IP address',
  example: '0.0.0.0',
});

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export const logLevelSchema = withFacts(z.enum(logLevels).default('info'), {
  expected: `one of ${logLevels.join(', ')}`,
});

/** A URL with one of the named schemes, written without the colon. */
export const urlSchema = (...protocols: readonly string[]) => {
  const wanted = new RegExp(`^(?:${protocols.join('|')})$`);
  const expected = `a URL that begins with ${protocols.map((each) => `${each}://`).join(' or ')}`;
  return withFacts(z.url({ protocol: wanted }), { expected });
};

export const textSchema = withFacts(z.string().min(1), { expected: 'a text' });

/**
 * A file that is read again when it is needed, so that what was renewed there is taken up. Its path is not repeated: a
 * secret may have been written in its place.
 */
export const fileSchema = withFacts(
  z.string().superRefine((path, context) => {
    const problem = problemWithFile(path);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  }),
  { expected: 'the path of a file that can be read' },
);

const problemWithFile = (path: string): string | undefined => {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile() ? undefined : 'what it names is not a file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `the file that it names cannot be read (${code})`;
  }
};

/** A text that `read` can read; what it says of one that it cannot, as a ConfigError, is passed on. */
export const readableSchema = (read: (text: string) => unknown) =>
  z.string().superRefine((text, context) => {
    try {
      read(text);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
    }
  });

/** `a, b` as a list; empty entries do not count. */
export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** IP addresses and CIDR blocks, separated by commas. */
export const addressListSchema = withFacts(
  z
    .string()
    .transform(listOf)
    .refine((entries) => entries.every(isAddressOrBlock), { error: 'an entry is neither' }),
  { expected: 'IP addresses and CIDR blocks, separated by commas', example: '10.0.0.0/8,192.0.2.1' },
);

/** `10.0.0.1` or `10.0.0.0/8`, of either family. */
export const isAddressOrBlock = (entry: string): boolean => {
  const [address = '', bits, ...more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
};
