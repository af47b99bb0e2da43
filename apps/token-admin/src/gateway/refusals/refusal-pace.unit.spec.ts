import { RefusalPace } from './refusal-pace.ts';

describe('the answer to somebody who is refused', () => {
  let nowMs: number;
  let pace: RefusalPace;
  beforeEach(() => {
    nowMs = 0;
    pace = new RefusalPace(() => nowMs);
  });

  it('comes at once while that is now and then', () => {
    for (let times = 0; times < 1_000; times += 1) {
      expect(pace.takeTurn('a console')).toBe(0);
      nowMs += 50;
    }
    expect(Array.from({ length: 40 }, () => pace.takeTurn('a page')).filter((wait) => wait > 0)).toEqual([]);
  });

  it('comes twenty-five times a second to somebody who is refused all the time, and to nobody else', () => {
    const waits = Array.from({ length: 50 }, () => pace.takeTurn('a flood'));
    expect(waits.slice(40, 44)).toEqual([40, 80, 120, 160]);
    expect(pace.takeTurn('somebody else')).toBe(0);
  });

  it('comes fifty times a second to a flood under many names, and to those who come amid it, within ten seconds', () => {
    const waits = Array.from({ length: 1_000 }, (_, number) => pace.takeTurn(`name ${number}`));
    expect(waits.slice(60, 63)).toEqual([20, 40, 60]);
    expect(pace.takeTurn('somebody else')).toBe(10_000);
    nowMs += 11_000;
    expect(pace.takeTurn('somebody else')).toBe(0);
  });

  it('comes within ten seconds, however many were asked for', () => {
    const waits = Array.from({ length: 100_000 }, () => pace.takeTurn('a flood'));
    expect(Math.max(...waits)).toBe(10_000);
  });

  it('comes at once again after some seconds of rest', () => {
    for (let times = 0; times < 1_000; times += 1) pace.takeTurn('a flood');
    nowMs += 12_000;
    expect(Array.from({ length: 40 }, () => pace.takeTurn('a flood')).filter((wait) => wait > 0)).toEqual([]);
  });
});
