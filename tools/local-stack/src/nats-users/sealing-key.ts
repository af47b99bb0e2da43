import { readFileSync } from 'node:fs';
import { Keyring, publicSealingKey } from '@mdm-gate/encryption';

/** The public key to which secrets are sealed for the service whose master keys stand in this file. */
export const sealingKeyIn = (masterKeysFile: string): string =>
  publicSealingKey(Keyring.fromConfig(readFileSync(masterKeysFile, 'utf8').trim()));
