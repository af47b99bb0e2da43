/** Keeps several writes on their way at once, but never more than `onTheWayMax`. */
export class BoundedWrites {
  #onTheWay: Promise<unknown>[] = [];

  constructor(private readonly onTheWayMax: number) {}

  async add(write: Promise<unknown>): Promise<void> {
    this.#onTheWay.push(write);
    // It is thrown by `done`, which may be a while.
    write.catch(() => undefined);
    if (this.#onTheWay.length >= this.onTheWayMax) await this.#onTheWay.shift();
  }

  async done(): Promise<void> {
    await Promise.all(this.#onTheWay.splice(0));
  }
}
