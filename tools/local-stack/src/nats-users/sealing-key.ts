import { readFileSync } from 'node:fs';
import { Keyring, publicSealingKey } from '@mdm-gate/encryption';

/** The public key to which secrets are sealed for the service whose master keys stand in this file. */
export const sealingKeyIn = (masterKeysFile: string): string =>
  sealingKeyOf(readFileSync(masterKeysFile, 'utf8').trim());

/** The same for the keys themselves. */
export const sealingKeyOf = (masterKeys: string): string => publicSealingKey(Keyring.fromConfig(masterKeys));
