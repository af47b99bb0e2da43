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
    expect(Array.from({ length: 100 }, () => pace.takeTurn('a page')).filter((wait) => wait > 0)).toEqual([]);
  });

  it('comes twenty times a second to somebody who is refused all the time, and to nobody else', () => {
    const waits = Array.from({ length: 150 }, () => pace.takeTurn('a flood'));
    expect(waits.slice(100, 104)).toEqual([50, 100, 150, 200]);
    expect(pace.takeTurn('somebody else')).toBe(0);
  });

  it('comes fifty times a second to a flood under many names, and to those who come amid it, within five seconds', () => {
    const waits = Array.from({ length: 1_000 }, (_, number) => pace.takeTurn(`name ${number}`));
    expect(waits.slice(200, 203)).toEqual([20, 40, 60]);
    expect(pace.takeTurn('somebody else')).toBe(5_000);
    nowMs += 10_000;
    expect(pace.takeTurn('somebody else')).toBe(0);
  });

  it('comes within five seconds, however many were asked for', () => {
    const waits = Array.from({ length: 100_000 }, () => pace.takeTurn('a flood'));
    expect(Math.max(...waits)).toBe(5_000);
  });

  it('comes at once again after some seconds of rest', () => {
    for (let times = 0; times < 1_000; times += 1) pace.takeTurn('a flood');
    nowMs += 10_000;
    expect(Array.from({ length: 100 }, () => pace.takeTurn('a flood')).filter((wait) => wait > 0)).toEqual(
      [],
    );
  });
});
