import type { Refusal } from './refusal.ts';
import { RefusalWindows, windowMs } from './refusal-windows.ts';

const refusal = (of: Partial<Refusal> = {}): Refusal => ({
  organizationId: 'acme',
  callerId: 'mallory',
  action: 'setPolicy',
  code: 'forbidden',
  subjectId: null,
  correlationId: 'c',
  sourceAddress: '192.0.2.1',
  ...of,
});

describe('refusals within a minute', () => {
  let nowMs: number;
  let windows: RefusalWindows;
  beforeEach(() => {
    nowMs = 1_000;
    windows = new RefusalWindows(() => nowMs);
  });

  it('of one caller for one reason are told once and then counted', () => {
    expect(windows.note(refusal())).toBe('first');
    for (let times = 0; times < 1_000; times += 1) {
      nowMs += 50;
      expect(windows.note(refusal({ correlationId: `c${times}`, subjectId: `s${times}` }))).toBe('counted');
    }
    expect(windows.takeEnded()).toEqual([]);
    nowMs = 1_000 + windowMs;
    expect(windows.takeEnded()).toEqual([{ first: refusal(), fromMs: 1_000, untilMs: 51_000, count: 1_001 }]);
    expect(windows.note(refusal())).toBe('first');
  });

  it.each<Partial<Refusal>>([
    { organizationId: 'other' },
    { callerId: 'eve' },
    { action: 'revealToken' },
    { code: 'last-mdm-connection' },
  ])('are told apart by %j', (other) => {
    windows.note(refusal());
    expect(windows.note(refusal(other))).toBe('first');
  });

  it('are bounded for one caller, and nobody else is left out for that', () => {
    const noted = Array.from({ length: 10_000 }, (_, number) =>
      windows.note(refusal({ organizationId: `o${number}` })),
    );
    expect(noted.filter((each) => each === 'first')).toHaveLength(20);
    expect(windows.note(refusal({ callerId: 'eve' }))).toBe('first');
  });

  it('are bounded for all callers together, until the minute is over', () => {
    const note = (number: number) => windows.note(refusal({ callerId: `caller ${number}` }));
    const noted = Array.from({ length: 30_000 }, (_, number) => note(number));
    expect(noted.filter((each) => each === 'first')).toHaveLength(10_000);
    nowMs += windowMs;
    expect(windows.takeEnded()).toHaveLength(10_000);
    expect(note(30_000)).toBe('first');
  });

  it('are all told of at the end, those of an unfinished minute included', () => {
    windows.note(refusal());
    windows.note(refusal());
    expect(windows.takeEnded('all')).toMatchObject([{ count: 2 }]);
    expect(windows.takeEnded('all')).toEqual([]);
  });
});
