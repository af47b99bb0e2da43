import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Licences that ask for no more than to be named: SPDX, https://spdx.org/licenses/. */
const allowed = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC-BY-3.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      license: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
    }),
  ),
});
/** Before SPDX there was a list. */
const oldPackageSchema = z.object({ licenses: z.array(z.object({ type: z.string() })) });

/** Packages that we hand on, or run, under a licence that was not looked at yet. */
export const checkLicences = (root: string): readonly string[] => {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lockSchema.parse(lock).packages)
    .filter(([path, { link, dev }]) => path.includes('node_modules/') && link !== true && dev !== true)
    .map(([path, { license }]) => [path, license ?? licenceInPackage(root, path)] as const)
    .filter(([, licence]) => !isAllowed(licence))
    .map(([path, licence]) => `${path}: ${licence}`);
};

const licenceInPackage = (root: string, path: string): string => {
  try {
    const old: unknown = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    return oldPackageSchema
      .parse(old)
      .licenses.map(({ type }) => type)
      .join(' OR ');
  } catch {
    return 'no licence';
  }
};

/** Of several that may be chosen from, one is enough. */
const isAllowed = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((licence) => allowed.has(licence.trim()));
