/** One thing that a service needs before it can do its work. */
export abstract class ReadinessCheck {
  abstract readonly name: string;

  /** What is wrong, for an operator to read; null when all is well. Answers at once and never throws. */
  abstract problem(): Promise<string | null>;
}
