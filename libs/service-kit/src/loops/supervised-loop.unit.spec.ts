import { waitFor } from '@mdm-gate/testing';
import { createLogger } from '../logging/logger.ts';
import { Loops } from './loops.ts';
import { SupervisedLoop, type LoopOptions } from './supervised-loop.ts';

const logLines: { readonly msg: string; readonly loop: string }[] = [];
const logger = createLogger('test', {
  level: 'info',
  destination: {
    write: (line) => {
      logLines.push(JSON.parse(line) as { msg: string; loop: string });
    },
  },
});

const running: SupervisedLoop[] = [];
let lastName = 0;
const loopWith = (options: Pick<LoopOptions, 'round'> & Partial<LoopOptions>): SupervisedLoop => {
  lastName += 1;
  const loop = new SupervisedLoop(
    {
      name: `loop-${lastName}`,
      intervalMs: 1,
      roundTimeoutMs: 10_000,
      ...options,
    },
    logger,
  );
  running.push(loop);
  loop.start();
  return loop;
};

afterEach(async () => {
  await Promise.all(running.splice(0).map((loop) => loop.stop()));
});

const said = (loop: SupervisedLoop): readonly string[] =>
  logLines.filter((line) => line.loop === loop.name).map(({ msg }) => msg);

describe('a supervised loop', () => {
  it('goes on after every failure, and tells of it once and of its end', async () => {
    let calls = 0;
    const loop = loopWith({
      retryMaxMs: 1,
      round: () => {
        calls += 1;
        return calls < 5 ? Promise.reject(new Error('away')) : Promise.resolve(undefined);
      },
    });
    await waitFor(() => calls > 6);
    expect(said(loop)).toEqual(['a round failed, and is tried again', 'goes on']);
    expect(loop.problem).toBeNull();
  });

  it('gives up a round that hangs, tells it so, shows it, and begins anew', async () => {
    const signals: AbortSignal[] = [];
    let free: () => void = () => undefined;
    const loop = loopWith({
      roundTimeoutMs: 30,
      round: (signal) => {
        signals.push(signal);
        if (signals.length > 2)
          return new Promise(
            (resolve) =>
              (free = () => {
                resolve(undefined);
              }),
          );
        return new Promise(() => undefined);
      },
    });
    await waitFor(() => signals.length > 2);
    expect(signals.slice(0, 2).every(({ aborted }) => aborted)).toBe(true);
    expect(loop.problem).toMatch('hangs');
    await waitFor(() => {
      free();
      return loop.problem === null;
    });
    expect(said(loop)).toContain('hangs, and begins anew');
  });

  it('waits as long as the round says, unless it is woken', async () => {
    let calls = 0;
    const loop = loopWith({
      round: () => {
        calls += 1;
        return Promise.resolve({ nextInMs: 3_600_000 });
      },
    });
    await waitFor(() => calls === 1);
    loop.wakeUp();
    await waitFor(() => calls === 2);
  });

  it('ends its round before it has stopped, and tells the round to hurry', async () => {
    let ended = false;
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const loop = loopWith({
      round: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            ended = true;
            resolve(undefined);
          });
          begun();
        }),
    });
    await beginning;
    await loop.stop();
    expect(ended).toBe(true);
  });

  it('shows in readiness under its name', async () => {
    const loops = new Loops(logger);
    const loop = loops.add({
      name: 'things',
      intervalMs: 1,
      roundTimeoutMs: 10,
      round: () => new Promise(() => undefined),
    });
    running.push(loop);
    const [check] = loops.checks;
    expect(check?.name).toBe('loop things');
    expect(await check?.problem()).toBeNull();
    loop.start();
    await waitFor(async () => (await check?.problem())?.startsWith('hangs'));
  });
});
