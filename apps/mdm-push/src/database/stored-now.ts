/** The database's time as columns keep it: they round, so that what became due just now would lie ahead of `now()`. */
export const storedNow = 'now()::timestamptz(3)';
