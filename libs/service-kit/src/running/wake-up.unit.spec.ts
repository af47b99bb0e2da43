import { WakeUp } from './wake-up.ts';

describe('a pause that can be cut short', () => {
  const hour = 3_600_000;

  it('ends by itself', async () => {
    await expect(new WakeUp().wait(1)).resolves.toBeUndefined();
  });

  it('ends at a ring', async () => {
    const wakeUp = new WakeUp();
    const waiting = wakeUp.wait(hour);
    wakeUp.ring();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('does not lose a ring that came before, and counts several as one', async () => {
    const wakeUp = new WakeUp();
    wakeUp.ring();
    wakeUp.ring();
    await wakeUp.wait(hour);
    let ended = false;
    const second = wakeUp.wait(hour).then(() => (ended = true));
    await Promise.resolve();
    expect(ended).toBe(false);
    wakeUp.ring();
    await second;
  });
});
