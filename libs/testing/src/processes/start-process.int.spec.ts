import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '../wait-for.ts';
import { runningPids } from './process-tree.ts';
import type { ProcessOptions } from './running-process.ts';
import { startProcess } from './start-process.ts';

function node(script: string, options: Partial<ProcessOptions> = {}) {
  return startProcess({ command: process.execPath, args: ['-e', script], ...options });
}

/** Of everything that runs, as Linux tells. */
function commandLines(): string[] {
  return runningPids().map((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  });
}

const stayUp = 'setInterval(() => {}, 1000);';

describe('startProcess', () => {
  it('waits for the text that says it is ready', async () => {
    const started = await node(`setTimeout(() => console.log('now ready'), 50); ${stayUp}`, {
      readyWhen: /now ready/,
    });
    expect(started.output()).toContain('now ready');
    await expect(started.stop()).resolves.toEqual({ code: null, signal: 'SIGTERM' });
    expect(started.running).toBe(false);
  });

  it('waits for a question to be answered', async () => {
    let asked = 0;
    const started = await node(stayUp, { readyWhen: () => Promise.resolve((asked += 1) > 2) });
    expect(asked).toBe(3);
    await started.stop();
  });

  it('tells the output of a process that ends before it is ready', async () => {
    const starting = node(`console.error('no database'); process.exit(3)`, { readyWhen: /ready/ });
    await expect(starting).rejects.toThrow(/ended before it was ready\n.*no database/s);
  });

  it('leaves nothing running when a process is not ready in time', async () => {
    const mark = randomUUID();
    let seen = 0;
    const starting = node(`${stayUp} // ${mark}`, {
      readyWhen: () => {
        seen = Math.max(seen, commandLines().filter((line) => line.includes(mark)).length);
        return Promise.resolve(false);
      },
      readyTimeoutMs: 300,
    });
    await expect(starting).rejects.toThrow('to be ready');
    expect(seen).toBe(1);
    expect(commandLines().filter((line) => line.includes(mark))).toEqual([]);
  });

  it('rejects when there is no such program', async () => {
    await expect(startProcess({ command: 'no-such-program' })).rejects.toThrow('ENOENT');
  });

  it('hands down only the environment it was given', async () => {
    process.env['SECRET_OF_THE_PARENT'] = 'x';
    const started = await node('console.log(Object.keys(process.env).join())', { env: { GIVEN: '1' } });
    await started.waitForExit();
    expect(started.output()).toContain('GIVEN');
    expect(started.output()).not.toContain('SECRET_OF_THE_PARENT');
  });

  it('kills a process that does not end when asked, also a paused one', async () => {
    const stubborn = await node(`process.on('SIGTERM', () => {}); console.log('up'); ${stayUp}`, {
      readyWhen: /up/,
    });
    stubborn.kill('SIGSTOP');
    await expect(stubborn.stop(200)).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('writes the whole output to a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mdm-gate-log-'));
    const logFile = join(folder, 'a.log');
    const started = await node(`console.log('out'); console.error('err')`, { logFile });
    await started.waitForExit();
    expect(await readFile(logFile, 'utf8')).toMatch(/out|err/);
    await rm(folder, { recursive: true });
  });

  it('tells how a process ended by itself', async () => {
    const started = await node('process.exit(7)');
    await expect(started.waitForExit()).resolves.toEqual({ code: 7, signal: null });
    await waitFor(() => !started.running);
  });
});
