import { execFile } from 'node:child_process';
import { requireServerBinary } from '@mdm-gate/testing';

/** What Prometheus' own tool finds: the code it ends with, and all that it says. */
export const promtool = (
  args: readonly string[],
  folder: string,
): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    execFile(requireServerBinary('promtool'), args, { cwd: folder }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, said: stdout + stderr });
    });
  });
