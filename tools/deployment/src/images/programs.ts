import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What there is an image of: the services, and what stands in for others when one tries them out. */
export const programs = [
  'token-admin',
  'verifier',
  'mdm-push',
  'mdm-simulators',
  'local-identity-provider',
] as const;

export type Program = (typeof programs)[number];

const packageSchema = z.looseObject({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

const ownScope = '@mdm-gate/';

/** The folders of the workspace that the program runs from: its own, and those of the libraries that it needs. */
export const foldersOf = (root: string, program: Program): readonly string[] => {
  const found = new Set<string>();
  const add = (folder: string): void => {
    if (found.has(folder)) return;
    found.add(folder);
    const { dependencies } = packageSchema.parse(
      JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    );
    Object.keys(dependencies)
      .filter((name) => name.startsWith(ownScope))
      .forEach((name) => {
        add(`libs/${name.slice(ownScope.length)}`);
      });
  };
  add(`apps/${program}`);
  return [...found];
};
