import { inspect } from 'node:util';

const shown = '[secret]';

/** A secret that does not show itself when it is logged, joined into a text or turned into JSON. */
export class SecretText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
