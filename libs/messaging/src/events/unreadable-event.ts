/** What came in the place of an event and is not what the contract says. */
export class UnreadableEvent {
  constructor(
    /** As the subject says: who publishes may say so of no other organization. */
    readonly organizationId: string,
    /** Where it stands in its stream. */
    readonly sequence: number,
    /** As JSON; undefined when it is not JSON. */
    readonly content: unknown,
  ) {}
}
