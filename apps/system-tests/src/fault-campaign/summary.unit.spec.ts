import { seedsIn } from './seeds.ts';
import { summaryOf } from './summary.ts';

const violation = { promise: 'nothing is lost', what: 'acme first', atSeconds: 1, during: 'kill redis' };

describe('a campaign of several seeds', () => {
  it.each([
    ['7', [7]],
    ['1-4', [1, 2, 3, 4]],
    ['2, 5,7-8', [2, 5, 7, 8]],
  ])('plays %s', (text, seeds) => {
    expect(seedsIn(text)).toEqual(seeds);
  });

  it.each(['', 'one', '3-1', '1-', '-1', '1.5', '1-5000'])('refuses "%s"', (text) => {
    expect(() => seedsIn(text)).toThrow('no seed');
  });

  it('ends with one table of all of them', () => {
    const counts = { faults: 2, checks: 10, halted: 1, creations: 3, revocations: 4 };
    const first = { counts, violations: [], late: [], haltedSeconds: new Map([['kill redis', [0.5, 2]]]) };
    const second = {
      counts,
      violations: [violation],
      late: ['kill redis: 6.0 s'],
      haltedSeconds: new Map([
        ['kill redis', [6]],
        ['cut', [0]],
      ]),
    };
    expect(summaryOf([first, second]).split('\n')).toEqual([
      '| fault | times | checks halted, median s | longest s |',
      '| --- | ---: | ---: | ---: |',
      '| cut | 1 | 0.00 | 0.00 |',
      '| kill redis | 3 | 2.00 | 6.00 |',
      '',
      'seeds: 2; 4 faults, 20 checks, 2 halted, 6 creations, 8 revocations; 1 violations, 1 late',
    ]);
  });
});
