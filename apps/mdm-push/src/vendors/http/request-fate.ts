/** Whether an MDM may have carried out a request. An answer that is lost, or that reports an error of its own, leaves it open. */
export class RequestFate {
  #open = 0;

  goesOut(): void {
    this.#open += 1;
  }

  /** It never arrived, or the MDM answered that it does not carry it out. */
  isRefused(): void {
    this.#open -= 1;
  }

  get mayBeDone(): boolean {
    return this.#open > 0;
  }
}
