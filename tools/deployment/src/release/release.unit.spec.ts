import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { workspaceRoot } from '../workspace/workspace-root.ts';
import { isVersion, releaseNotes } from './release-notes.ts';
import { stamp, stamped } from './stamp.ts';

const commit = (subject: string, body = '') => ({ hash: '0123456789abcdef', subject, body });

describe('the notes of a release', () => {
  it('say what breaks first, then what is new, mended and faster; the rest is for developers', () => {
    const notes = releaseNotes('1.2.0', '2026-12-01', [
      commit('feat(verifier): checks in batches'),
      commit('fix(mdm-push)!: a setting is gone'),
      commit('perf: less memory', 'BREAKING CHANGE: Redis 6 is\nno longer enough.\n\nReviewed-by: somebody'),
      commit('docs(workspace): a page'),
      commit('no conventional subject'),
    ]);
    expect(notes).toBe(
      [
        '## 1.2.0, 2026-12-01',
        '',
        '### Before you upgrade',
        '',
        '- a setting is gone',
        '- Redis 6 is no longer enough.',
        '',
        '### New',
        '',
        '- **verifier:** checks in batches (01234567)',
        '',
        '### Mended',
        '',
        '- **mdm-push:** a setting is gone (01234567)',
        '',
        '### Faster',
        '',
        '- less memory (01234567)',
        '',
      ].join('\n'),
    );
  });

  it('are written for versions only', () => {
    expect(['1.2.3', '1.2.3-rc.1'].map(isVersion)).toEqual([true, true]);
    expect(['v1.2.3', '1.2', 'latest', '1.2.3\n'].map(isVersion)).toEqual([false, false, false, false]);
  });
});

describe('the version of the product', () => {
  const copy = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'mdm-gate-release-'));
    for (const { file } of stamped) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(workspaceRoot, file), join(folder, file));
    }
    return folder;
  };

  it('is written into the package, the manifests and the images', () => {
    const folder = copy();
    stamp(folder, '7.8.9');
    const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
    expect(JSON.parse(read('package.json'))).toMatchObject({ version: '7.8.9' });
    expect(JSON.parse(read('package-lock.json'))).toMatchObject({
      version: '7.8.9',
      packages: { '': { version: '7.8.9' } },
    });
    expect(read('deploy/kubernetes/base/kustomization.yaml').match(/newTag: 7\.8\.9/g)).toHaveLength(3);
    expect(read('deploy/kubernetes/example/kustomization.yaml').match(/newTag: 7\.8\.9/g)).toHaveLength(2);
    expect(read('Dockerfile')).toContain('ARG VERSION=7.8.9\n');
    rmSync(folder, { recursive: true });
  });

  it('is written nowhere when a place for it is gone', () => {
    const folder = copy();
    writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\n');
    expect(() => {
      stamp(folder, '7.8.9');
    }).toThrow('Dockerfile');
    expect(readFileSync(join(folder, 'package.json'), 'utf8')).not.toContain('7.8.9');
    rmSync(folder, { recursive: true });
  });
});
