import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { builtProgram, bundleOf, inputsOf, isCurrent } from './built-program.ts';

describe('a built program', () => {
  let folder: string;
  let program: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdm-gate-bundle-'));
    program = join(folder, 'dist/main.js');
    for (const file of ['dist/main.js', 'dist/part.js']) writeAt(join(folder, file), 1_000);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const writeAt = (file: string, seconds: number, text = ''): void => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    utimesSync(file, seconds, seconds);
  };

  const bundle = (): void => {
    writeAt(bundleOf(program), 2_000);
    writeAt(inputsOf(bundleOf(program)), 2_000, '../main.js\n../part.js');
  };

  it('is started as its bundle', () => {
    bundle();
    expect(builtProgram(program)).toBe(join(folder, 'dist/bundled/main.js'));
  });

  it('is started as it was built where there is no bundle', () => {
    expect(builtProgram(program)).toBe(program);
  });

  it('is started as it was built where any part of it was built anew since', () => {
    bundle();
    writeAt(join(folder, 'dist/part.js'), 3_000);
    expect(builtProgram(program)).toBe(program);
  });

  it.each(['dist/part.js', 'dist/bundled/main.js'])('has no current bundle when %s is gone', (file) => {
    bundle();
    expect(isCurrent(bundleOf(program))).toBe(true);
    rmSync(join(folder, file));
    expect(isCurrent(bundleOf(program))).toBe(false);
  });
});
