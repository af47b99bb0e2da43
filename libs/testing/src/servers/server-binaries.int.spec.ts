import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findServerBinary } from './server-binaries.ts';

describe('the program that is found under the name of a server', () => {
  const path = process.env['PATH'];
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdm-gate-binaries-'));
    process.env['PATH'] = folder;
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  const install = (name: string, mode = 0o755): string => {
    const file = join(folder, name);
    writeFileSync(file, '#!/bin/sh\n', { mode });
    return file;
  };

  it('stands on PATH and can be run', () => {
    install('chromium', 0o644);
    expect(findServerBinary('chromium')).toBeUndefined();
    const nats = install('nats-server');
    expect(findServerBinary('nats-server')).toBe(nats);
  });

  it('is the Chromium that draws no windows, where there is one', () => {
    const chromium = install('chromium');
    expect(findServerBinary('chromium')).toBe(chromium);
    const withoutWindows = install('chromium-headless-shell');
    expect(findServerBinary('chromium')).toBe(withoutWindows);
  });
});
