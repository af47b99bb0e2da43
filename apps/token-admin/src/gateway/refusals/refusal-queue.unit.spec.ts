import { createLogger } from '@mdm-gate/service-kit';
import { RefusalQueue } from './refusal-queue.ts';
import type { RefusalRow } from './refusal-writer.ts';

const logger = createLogger('test', { level: 'silent' });

const row = (action: string, organizationId = 'acme'): RefusalRow => ({
  refusal: {
    organizationId,
    callerId: 'mallory',
    action,
    code: 'forbidden',
    subjectId: null,
    correlationId: 'c',
    sourceAddress: '192.0.2.1',
  },
  after: { code: 'forbidden' },
});

describe('refusals that wait to be written', () => {
  /** What was written in one transaction each. */
  let written: string[][];
  let isRefused: (actions: readonly string[]) => boolean;
  let queue: RefusalQueue;
  beforeEach(() => {
    written = [];
    isRefused = () => false;
    queue = new RefusalQueue((_, rows) => {
      const actions = rows.map(({ refusal }) => refusal.action);
      if (isRefused(actions)) return Promise.reject(new Error('away'));
      written.push(actions);
      return Promise.resolve();
    }, logger);
  });

  it('are written in their order, and whoever waits is told', async () => {
    const told: string[] = [];
    for (const action of ['one', 'two']) void queue.add(row(action))?.then(() => told.push(action));
    expect(await queue.writeAll()).toBe(2);
    expect([written, told]).toEqual([[['one', 'two']], ['one', 'two']]);
  });

  it('are written together with a hundred of their organization, and with none of another', async () => {
    for (let number = 0; number < 150; number += 1)
      void queue.add(row(`number ${number}`, number % 2 === 0 ? 'acme' : 'umbrella'));
    for (let number = 0; number < 60; number += 1) void queue.add(row('more'));
    expect(await queue.writeAll()).toBe(210);
    expect(written.map(({ length }) => length)).toEqual([100, 75, 35]);
    expect(written[1]?.slice(0, 2)).toEqual(['number 1', 'number 3']);
  });

  it('are a thousand at most', () => {
    const taken = Array.from({ length: 1_500 }, (_, number) => queue.add(row(`number ${number}`)));
    expect(taken.filter((each) => each !== null)).toHaveLength(1_000);
  });

  it('cost one try at a time while they cannot be written, and are written afterwards', async () => {
    for (const action of ['one', 'two', 'three']) void queue.add(row(action));
    isRefused = () => true;
    expect(await queue.writeAll()).toBe(0);
    isRefused = () => false;
    expect(await queue.writeAll()).toBe(3);
    expect(written.flat().toSorted()).toEqual(['one', 'three', 'two']);
  });

  it('are held up by none that cannot be written', async () => {
    for (const action of ['one', 'two', 'three']) void queue.add(row(action));
    isRefused = (actions) => actions.includes('two');
    for (let tries = 0; tries < 4; tries += 1) await queue.writeAll();
    expect(written.flat().toSorted()).toEqual(['one', 'three']);
    isRefused = () => false;
    expect(await queue.writeAll()).toBe(1);
  });

  it('are left where they are by somebody who is told to stop', async () => {
    void queue.add(row('one'));
    expect(await queue.writeAll(AbortSignal.abort())).toBe(0);
    expect(await queue.writeAll()).toBe(1);
  });
});
