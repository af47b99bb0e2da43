import { z } from 'zod';

const keyBytes = 32;

/** Shorter than a key in base64url, so that a key written in the place of its id is refused and not repeated in an error. */
const keyIdSchema = z
  .string('"current" must be a key id')
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, { error: '"current" is not a key id', abort: true });

const keySchema = z.string('must be a string').transform((text, context) => {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length === keyBytes && bytes.toString('base64url') === text) return bytes;
  context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64url without padding' });
  return z.NEVER;
});

const keyringConfigSchema = z
  .strictObject(
    {
      current: keyIdSchema,
      keys: z.record(
        keyIdSchema,
        keySchema,
        '"keys" must map key ids (1 to 32 of A-Z a-z 0-9 . _ -) to keys',
      ),
    },
    'must be a JSON object of "current" and "keys", and nothing else',
  )
  .superRefine(({ current, keys }, context) => {
    if (Object.hasOwn(keys, current)) return;
    context.addIssue({ code: 'custom', message: `the current key "${current}" is not among the keys` });
  });
export type KeyringConfig = z.infer<typeof keyringConfigSchema>;

/** Every message of the schema is our own: none repeats what was written in the place of a key. */
const describe = ({ path, message }: z.core.$ZodIssue): string => {
  const keyId = keyIdSchema.safeParse(path[1]);
  return keyId.success ? `key "${keyId.data}" ${message}` : message;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** What is wrong with it, or the parsed configuration. JSON errors are not passed on: they quote the text. */
export const parseKeyringConfig = (text: string): KeyringConfig | { readonly problem: string } => {
  const parsed = keyringConfigSchema.safeParse(parseJson(text));
  return parsed.success ? parsed.data : { problem: parsed.error.issues.map(describe).join('; ') };
};
