/** When the checks of honest devices were halted. */
export class HaltedTime {
  #lastHaltedAtMs = -Infinity;
  #lastProceededAtMs = -Infinity;

  note(askedAtMs: number, proceeded: boolean): void {
    if (proceeded) this.#lastProceededAtMs = Math.max(this.#lastProceededAtMs, askedAtMs);
    else this.#lastHaltedAtMs = Math.max(this.#lastHaltedAtMs, askedAtMs);
  }

  /** Whether checks have gone on for so long without one that was halted. */
  isQuietFor(milliseconds: number): boolean {
    const nowMs = performance.now();
    return nowMs - this.#lastHaltedAtMs > milliseconds && nowMs - this.#lastProceededAtMs < milliseconds;
  }

  /** How long after that instant a check was still halted. */
  secondsAfter(instantMs: number): number {
    return Math.max(0, this.#lastHaltedAtMs - instantMs) / 1_000;
  }
}
