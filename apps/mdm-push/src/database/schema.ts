/** mdm-push's own part of the database; no other service reads or writes it. */
export const schema = 'mdm_push';
