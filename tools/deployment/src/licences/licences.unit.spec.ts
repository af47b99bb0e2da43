import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { checkLicences } from './check-licences.ts';

it('every package that runs has a licence that we may hand on', () => {
  expect(checkLicences(workspaceRoot)).toEqual([]);
});

it('a package under another licence, or under none, is found; what only development uses is not asked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-licences-'));
  const packages = {
    '': {},
    'node_modules/free': { license: '(GPL-3.0 OR MIT)' },
    'node_modules/strict': { license: 'AGPL-3.0' },
    'node_modules/silent': {},
    'node_modules/tool': { license: 'GPL-3.0', dev: true },
    'node_modules/ours': { link: true },
  };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  expect(checkLicences(folder)).toEqual(['node_modules/strict: AGPL-3.0', 'node_modules/silent: no licence']);
  rmSync(folder, { recursive: true });
});
