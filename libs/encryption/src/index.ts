export { ActiveSetMac } from './active-set-mac.ts';
export { Digester, type Digest } from './digester.ts';
export { Fingerprinter } from './fingerprinter.ts';
export { Keyring, KeyringError } from './keyring.ts';
export { keyringSchema } from './keyring-setting.ts';
export { SealedBox, sealedSchema, UnsealError, type Sealed } from './sealed-box.ts';
export { publicSealingKey, sealingKeySchema, ServiceSeals, UnreadableSeal } from './service-seals.ts';
