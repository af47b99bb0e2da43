/** Two sentences: what is the case, and what to do. */
export interface Words {
  readonly what: string;
  readonly todo: string;
}
