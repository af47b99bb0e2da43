import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning } from './processes/process-tree.ts';
import { startProcess } from './processes/start-process.ts';
import { waitFor } from './wait-for.ts';

interface Started {
  pid: number;
  dataDir: string;
}

const program = `
  const { startNats, startPostgres, startRedis } = await import(process.argv[1]);
  const servers = await Promise.all([startNats(), startPostgres(), startRedis()]);
  console.log('started ' + JSON.stringify(servers.map(({ pid, dataDir }) => ({ pid, dataDir }))));
  process.on('SIGTERM', () => process.exit(0));
`;

describe('a process that started servers', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves neither servers nor folders behind after %s',
    async (signal) => {
      const owner = await startProcess({
        command: process.execPath,
        args: ['--input-type=module', '-e', program, join(import.meta.dirname, 'index.ts')],
        readyWhen: /started .*\n/,
      });
      const started = JSON.parse(/started (.*)/.exec(owner.output())?.[1] ?? '') as Started[];
      expect(started.map(({ pid }) => isRunning(pid))).toEqual([true, true, true]);

      owner.kill(signal);

      await waitFor(() => started.every(({ pid, dataDir }) => !isRunning(pid) && !existsSync(dataDir)), {
        describe: 'servers and their folders to be gone',
      });
    },
  );
});
