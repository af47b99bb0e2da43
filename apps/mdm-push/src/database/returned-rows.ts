/** What TypeORM gives for an UPDATE with RETURNING: the rows and their number. */
export const rowsOf = (result: unknown): readonly unknown[] => (result as [unknown[], number])[0];
