import { createLogger } from '@mdm-gate/service-kit';
import { RefusalQueue } from './refusal-queue.ts';
import type { RefusalRow } from './refusal-writer.ts';

const logger = createLogger('test', { level: 'silent' });

const row = (action: string): RefusalRow => ({
  refusal: {
    organizationId: 'acme',
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
  let written: string[];
  let isAway: boolean;
  let queue: RefusalQueue;
  beforeEach(() => {
    written = [];
    isAway = false;
    queue = new RefusalQueue(({ refusal }) => {
      if (isAway) return Promise.reject(new Error('away'));
      written.push(refusal.action);
      return Promise.resolve();
    }, logger);
  });

  it('are written in their order, and whoever waits is told', async () => {
    const told: string[] = [];
    for (const action of ['one', 'two']) void queue.add(row(action))?.then(() => told.push(action));
    expect(await queue.writeAll()).toBe(2);
    expect([written, told]).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
  });

  it('are a thousand at most', () => {
    const taken = Array.from({ length: 1_500 }, (_, number) => queue.add(row(`number ${number}`)));
    expect(taken.filter((each) => each !== null)).toHaveLength(1_000);
  });

  it('cost one try at a time while they cannot be written, and are written afterwards', async () => {
    for (const action of ['one', 'two', 'three']) void queue.add(row(action));
    isAway = true;
    expect(await queue.writeAll()).toBe(0);
    isAway = false;
    expect(await queue.writeAll()).toBe(3);
    expect(written.toSorted()).toEqual(['one', 'three', 'two']);
  });

  it('are left where they are by somebody who is told to stop', async () => {
    void queue.add(row('one'));
    expect(await queue.writeAll(AbortSignal.abort())).toBe(0);
    expect(await queue.writeAll()).toBe(1);
  });
});
