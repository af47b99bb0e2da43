import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProductionSource, listFiles } from '../workspace/list-files.ts';

/** Settings and metrics by the prefixes that ours have. */
const settings = /\b(?:TOKEN_ADMIN|VERIFIER|MDM_PUSH)_[A-Z][A-Z_]*[A-Z]\b/g;
const metrics =
  /\b(?:messaging|outbox|token_admin|verifier|mdm_push)_[a-z][a-z_]*_(?:total|seconds|connected)\b/g;

const isText = (file: string): boolean => /[.](?:md|ya?ml|json)$/.test(file);

/** Settings and metrics that documents and deployments name, and no service has. */
export const checkNames = (root: string): readonly string[] => {
  const files = listFiles(root);
  const known = namesIn(root, files.filter(isProductionSource));
  return files.filter(isText).flatMap((file) =>
    [...namesIn(root, [file])]
      // Every secret may come from a file.
      .filter((name) => !known.has(name) && !known.has(name.replace(/_FILE$/, '')))
      .map((name) => `${file}: nothing in the sources is called ${name}`),
  );
};

const namesIn = (root: string, files: readonly string[]): ReadonlySet<string> =>
  new Set(
    files.flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      return [settings, metrics].flatMap((pattern) => text.match(pattern) ?? []);
    }),
  );
