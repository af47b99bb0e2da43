/** A pause that can be cut short. A ring while nobody waits ends the next wait at once, so that none is lost. */
export class WakeUp {
  #rung = false;
  #end: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#end?.();
  }

  async wait(timeoutMs: number): Promise<void> {
    if (!this.#rung) await this.#ringOrTimeout(timeoutMs);
    this.#rung = false;
  }

  #ringOrTimeout(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
