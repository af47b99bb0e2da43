/** How many questions go together at most: more of them let Redis wait for us, and us for Redis; fewer cost more system calls. */
const batchMax = 64;
/** How many batches may be on their way: beyond it they would only queue in Redis. */
const onTheWayMax = 4;

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
}

/**
 * Gathers the questions that come in one turn of the event loop, or while others are on their way, into few round trips.
 * `ask` answers each question in order and never rejects.
 */
export class Batch<Question, Answer> {
  #waiting: Waiting<Question, Answer>[] = [];
  #onTheWay = 0;
  #scheduled = false;

  constructor(private readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>) {}

  add(question: Question): Promise<Answer> {
    return new Promise((answer) => {
      this.#waiting.push({ question, answer });
      this.#schedule();
    });
  }

  /** At once when a batch is full, so that Redis works while more requests are being read; else when all have been read. */
  #schedule(): void {
    if (this.#onTheWay >= onTheWayMax || this.#waiting.length === 0) return;
    if (this.#waiting.length >= batchMax) void this.#send();
    else this.#sendLater();
  }

  #sendLater(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (this.#waiting.length > 0 && this.#onTheWay < onTheWayMax) void this.#send();
    });
  }

  async #send(): Promise<void> {
    const sent = this.#waiting.splice(0, batchMax);
    this.#onTheWay += 1;
    this.#schedule();
    const answers = await this.ask(sent.map(({ question }) => question));
    this.#onTheWay -= 1;
    this.#schedule();
    sent.forEach(({ answer }, index) => {
      const given = answers[index];
      if (given !== undefined) answer(given);
    });
  }
}
