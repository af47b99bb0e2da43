import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the version of the product stands, and how: one version for everything. */
export const stamped = [
  { file: 'package.json', pattern: /^(\s{2}"version": ")[^"]+(",)$/gm },
  { file: 'package-lock.json', pattern: /(^\{\s+"name": "mdm-gate",\s+"version": ")[^"]+(",)/g },
  { file: 'package-lock.json', pattern: /("": \{\s+"name": "mdm-gate",\s+"version": ")[^"]+(",)/g },
  { file: 'deploy/kubernetes/base/kustomization.yaml', pattern: /(newTag: )[^\s}]+()/g },
  { file: 'deploy/kubernetes/example/kustomization.yaml', pattern: /(newTag: )[^\s}]+()/g },
  { file: 'Dockerfile', pattern: /^(ARG VERSION=).+()$/gm },
] as const;

/** Writes the version everywhere; throws when a place is gone, and then nothing was written. */
export const stamp = (root: string, version: string): void => {
  const texts = new Map<string, string>();
  for (const { file, pattern } of stamped) {
    const text = texts.get(file) ?? readFileSync(join(root, file), 'utf8');
    const next = text.replaceAll(pattern, `$1${version}$2`);
    if (text.search(pattern) < 0) throw new Error(`${file}: the place of the version is gone`);
    texts.set(file, next);
  }
  for (const [file, text] of texts) writeFileSync(join(root, file), text);
};
