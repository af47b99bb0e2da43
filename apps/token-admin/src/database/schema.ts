/** token-admin's own part of the database; no other service reads or writes it. */
export const schema = 'token_admin';
