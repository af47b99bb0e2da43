import type { CheckReason, ChecksCounted } from '@mdm-gate/contracts';
import type { PublishableEvent } from '@mdm-gate/messaging';
import { createLogger, FixedClock, Loops } from '@mdm-gate/service-kit';
import type { Verdict } from '../decision/verdict.ts';
import { CheckCounts } from './check-counts.ts';

class Bench {
  readonly clock = new FixedClock('2026-11-24T12:00:10.000Z');
  readonly published: ChecksCounted[] = [];
  isStreamAway = false;
  readonly counts = new CheckCounts({
    publisher: {
      publish: (event: PublishableEvent): Promise<void> => {
        if (this.isStreamAway) return Promise.reject(new Error('away'));
        this.published.push(event as ChecksCounted);
        return Promise.resolve();
      },
    },
    clock: this.clock,
    loops: new Loops(createLogger('test', { level: 'silent' })),
  });

  check(organizationId: string, reason: CheckReason, known = true): void {
    const verdict = {
      finding: { known: known ? 'organization' : 'nothing' },
      reply: { decision: reason === 'token-active' ? 'proceed' : 'halt', reason },
      nowMs: this.clock.now().getTime(),
      digests: [],
    } as unknown as Verdict;
    this.counts.count(organizationId, verdict);
  }

  async pass(seconds: number): Promise<void> {
    this.clock.set(new Date(this.clock.now().getTime() + seconds * 1_000));
    await this.counts.sayWhatIsOver();
  }
}

describe('checks are counted per minute', () => {
  it('and said when the minute is over, by organization, decision and reason', async () => {
    const bench = new Bench();
    for (const reason of ['token-active', 'token-active', 'token-missing'] as const) bench.check('a', reason);
    bench.check('b', 'token-active');
    await bench.pass(20);
    expect(bench.published).toEqual([]);
    await bench.pass(40);
    expect(bench.published).toMatchObject([
      {
        organizationId: 'a',
        minute: '2026-11-24T12:00:00.000Z',
        counts: [
          { decision: 'proceed', reason: 'token-active', checks: 2 },
          { decision: 'halt', reason: 'token-missing', checks: 1 },
        ],
      },
      { organizationId: 'b', counts: [{ decision: 'proceed', reason: 'token-active', checks: 1 }] },
    ]);
  });

  it('each minute by itself, and none without checks', async () => {
    const bench = new Bench();
    bench.check('a', 'token-active');
    await bench.pass(60);
    await bench.pass(120);
    bench.check('a', 'token-active');
    await bench.pass(60);
    expect(bench.published.map(({ minute }) => minute)).toEqual([
      '2026-11-24T12:00:00.000Z',
      '2026-11-24T12:03:00.000Z',
    ]);
  });

  it('and said later, as the same event, while JetStream is away', async () => {
    const bench = new Bench();
    bench.isStreamAway = true;
    bench.check('a', 'token-active');
    await bench.pass(60);
    bench.isStreamAway = false;
    await bench.pass(60);
    await bench.pass(60);
    expect(bench.published.map(({ minute }) => minute)).toEqual(['2026-11-24T12:00:00.000Z']);
  });

  it('but not of an organization that somebody made up', async () => {
    const bench = new Bench();
    bench.check('invented', 'organization-unknown', false);
    await bench.pass(60);
    expect(bench.published).toEqual([]);
  });

  it('also those of the minute in which the service stops', async () => {
    const bench = new Bench();
    bench.check('a', 'token-active');
    await bench.counts.beforeApplicationShutdown();
    expect(bench.published).toHaveLength(1);
  });
});
