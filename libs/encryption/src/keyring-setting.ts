import { withFacts } from '@mdm-gate/service-kit';
import { z } from 'zod';
import { Keyring, KeyringError } from './keyring.ts';

/** `<SERVICE>_…_KEYS`: a key ring as JSON. What is wrong with it is told without repeating any of it. */
export const keyringSchema = withFacts(
  z.string().transform((text, context) => {
    try {
      return Keyring.fromConfig(text);
    } catch (error) {
      if (!(error instanceof KeyringError)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  }),
  {
    expected: 'a JSON object of key ids and keys of 32 bytes in base64url',
    example: '{"current": "2026-11", "keys": {"2026-11": "<32 bytes in base64url>"}}',
    secret: true,
  },
);
