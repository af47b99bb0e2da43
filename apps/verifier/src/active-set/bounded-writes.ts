/** So many writes are on their way to the store at once. */
const onTheWayMax = 512;

/** Keeps many writes on their way at once, but not all of them. */
export class BoundedWrites {
  #onTheWay: Promise<unknown>[] = [];

  async add(write: Promise<unknown>): Promise<void> {
    this.#onTheWay.push(write);
    // It is thrown by `done`, which may be a while.
    write.catch(() => undefined);
    if (this.#onTheWay.length >= onTheWayMax) await this.done();
  }

  async done(): Promise<void> {
    await Promise.all(this.#onTheWay.splice(0));
  }
}
