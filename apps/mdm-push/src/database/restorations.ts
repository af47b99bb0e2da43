import { Injectable } from '@nestjs/common';

/** Passes on that the database has gone back in time, so that whoever counts on what it kept looks again. */
@Injectable()
export class Restorations {
  readonly #listeners: (() => void)[] = [];

  onRestored(listener: () => void): void {
    this.#listeners.push(listener);
  }

  tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
