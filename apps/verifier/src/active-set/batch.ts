/** How many questions go together at most, and how many batches may be on their way: bigger ones only add latency. */
const batchMax = 256;
const onTheWayMax = 2;

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
}

/**
 * Gathers the questions that come in one turn of the event loop, or while others are on their way, into one round trip.
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

  #schedule(): void {
    if (this.#scheduled || this.#onTheWay >= onTheWayMax || this.#waiting.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      void this.#send();
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
