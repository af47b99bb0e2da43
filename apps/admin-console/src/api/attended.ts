/** So long after the last key or click somebody is taken to be at work. */
const atWorkMs = 60_000;

let lastInputMs = Date.now();

for (const input of ['keydown', 'pointerdown', 'wheel', 'touchstart'])
  addEventListener(input, () => (lastInputMs = Date.now()), { capture: true, passive: true });

/** Whether a person is at work in this page, or it only reads its figures anew. */
export const isAttended = (): boolean => Date.now() - lastInputMs < atWorkMs;
