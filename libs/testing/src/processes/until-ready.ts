import { waitFor } from '../wait-for.ts';
import { hangsMs } from '../hangs.ts';
import { type OutputFile } from './output-file.ts';
import { type ProcessOptions, type RunningProcess } from './running-process.ts';

export async function untilReady(
  started: RunningProcess,
  output: OutputFile,
  { command, readyWhen, readyTimeoutMs = hangsMs }: ProcessOptions,
): Promise<void> {
  if (readyWhen === undefined) return;
  const isReady = readyWhen instanceof RegExp ? () => readyWhen.test(output.text) : readyWhen;
  const state = await waitFor(
    // A process that ended can no longer become ready, even if somebody else answers in its place.
    async () => !started.running || (await isReady()),
    { describe: `${command} to be ready`, timeoutMs: readyTimeoutMs },
  ).catch((error: unknown) => error as Error);
  if (started.running && state === true) return;
  if (!started.running) await started.waitForExit();
  const reason = state instanceof Error ? state.message : `${command} ended before it was ready`;
  throw new Error(`${reason}\n${output.text}`);
}
