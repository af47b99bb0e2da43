import { readFileSync } from 'node:fs';
import { natsPrograms } from '@mdm-gate/contracts';
import { z } from 'zod';
import type { Secret } from '../recording/forms-of-secrets.ts';
import type { Wiring } from './programs.ts';
import type { Servers } from './servers.ts';

const ringSchema = z.object({ keys: z.record(z.string(), z.string()) });

/** Keys, seeds and passwords of the stack's own. */
export const secretsOf = (
  wiring: Wiring,
  { natsAccess, postgresUrls, redisUrls }: Servers,
): readonly Secret[] => [
  { name: 'the secret of the client that plays an administrator', value: wiring.clientSecret },
  { name: "the console's secret", value: wiring.consoleSecret },
  ...Object.entries({ ...postgresUrls, ...redisUrls }).flatMap(([name, url]) => passwordIn(name, url)),
  ...Object.entries<string>({ ...wiring.keys }).flatMap(([ring, file]) => keysIn(ring, file)),
  ...(natsAccess === null
    ? []
    : natsPrograms.map((program) => ({
        name: `the seed of ${program}`,
        value: readFileSync(natsAccess.seedFile(program), 'utf8').trim(),
      }))),
];

const keysIn = (ring: string, file: string): readonly Secret[] =>
  Object.values(ringSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).keys).map((value) => ({
    name: `a key of ${ring}`,
    value,
  }));

const passwordIn = (name: string, url: string | undefined): readonly Secret[] => {
  const { password } = new URL(url ?? 'none://');
  return password === '' ? [] : [{ name: `the password of ${name}`, value: decodeURIComponent(password) }];
};
