/** How a stream stands. */
export interface StreamState {
  readonly firstSequence: number;
  readonly lastSequence: number;
  /** When the newest message was stored, in milliseconds since 1970. */
  readonly lastStoredAtMs: number;
  readonly messages: number;
  /** How many subjects have messages: grows only, unless somebody takes messages away. */
  readonly subjects: number;
  /** When the stream was made: another instant means another stream, whose sequences begin anew. */
  readonly created: Date;
}
