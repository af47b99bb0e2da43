import { hkdfSync, randomBytes } from 'node:crypto';
import { CurveKP } from '@nats-io/nkeys/lib/curve.js';
import { withFacts } from '@mdm-gate/service-kit';
import { z } from 'zod';
import type { Keyring } from './keyring.ts';

const keyBytes = 32;
const purpose = 'mdm-gate sealing key 1';

/** `to` and `from` are public keys (`from` of the process that sealed), `box` is base64url. */
const sealedMessageSchema = z.strictObject({ to: z.string(), from: z.string(), box: z.base64url() });
const contentSchema = z.tuple([z.string(), z.string()]);

/** Its last two bytes are a checksum, so that a key that was cut or mistyped is noticed at the start. */
const isSealingKey = (text: string): boolean => {
  if (!/^X[A-Z2-7]{55}$/.test(text)) return false;
  try {
    new CurveKP(new Uint8Array(randomBytes(keyBytes))).seal(new Uint8Array(1), text);
    return true;
  } catch {
    return false;
  }
};

/** A public sealing key, as it begins with `X`. */
export const sealingKeySchema = withFacts(z.string().refine(isSealingKey, { error: 'it is no such key' }), {
  expected: 'a public sealing key: 56 letters and digits that begin with X',
  // It is public, but comes with the secrets of an installation, from where nobody can exchange it.
  secret: true,
});

/** What came was not sealed for us, or for something else, or was changed. */
export class UnreadableSeal extends Error {
  override readonly name = 'UnreadableSeal';
}

/**
 * What one service says to another alone, although others carry it: sealed to the public key of its reader (X25519 and
 * XSalsa20-Poly1305, as NATS's xkeys). The private keys follow from the reader's master keys: one for each of them opens,
 * the current one's public half is what others are given.
 */
export class ServiceSeals<Reader extends string> {
  readonly #own: ReadonlyMap<string, CurveKP>;
  /** Of this process alone: nothing is proven by it, and to make one for each message would cost as much as sealing. */
  readonly #sender = new CurveKP(new Uint8Array(randomBytes(keyBytes)));
  readonly #from = this.#sender.getPublicKey();

  constructor(
    masterKeys: Keyring,
    private readonly readers: Readonly<Partial<Record<Reader, string>>>,
  ) {
    const curves = masterKeys.keyIds.map((keyId) => curveOf(masterKeys, keyId));
    this.#own = new Map(curves.map((curve) => [curve.getPublicKey(), curve]));
  }

  /** `about` says what the text is; it opens for nothing else. Throws when the reader's key is not known. */
  seal(reader: Reader, text: string, about: string): string {
    const to = this.readers[reader];
    if (to === undefined) throw new UnreadableSeal(`There is no sealing key of ${reader}`);
    const box = this.#sender.seal(Buffer.from(JSON.stringify([about, text])), to);
    const sealed = { to, from: this.#from, box: Buffer.from(box).toString('base64url') };
    return JSON.stringify(sealed);
  }

  /** Throws UnreadableSeal. */
  open(message: string, about: string): string {
    const [saidAbout, text] = this.#contentOf(message);
    if (saidAbout !== about) throw new UnreadableSeal('It was sealed for something else');
    return text;
  }

  #contentOf(message: string): readonly [string, string] {
    try {
      const { to, from, box } = sealedMessageSchema.parse(JSON.parse(message));
      const opened = this.#own.get(to)?.open(Buffer.from(box, 'base64url'), from) ?? Buffer.from('');
      return contentSchema.parse(JSON.parse(Buffer.from(opened).toString('utf8')));
    } catch {
      // What went wrong in there may repeat a part of it.
      throw new UnreadableSeal('It is not sealed for us');
    }
  }
}

/** What others seal to for whoever holds these master keys. */
export const publicSealingKey = (masterKeys: Keyring): string =>
  curveOf(masterKeys, masterKeys.currentKeyId).getPublicKey();

const curveOf = (masterKeys: Keyring, keyId: string): CurveKP =>
  new CurveKP(new Uint8Array(hkdfSync('sha256', masterKeys.key(keyId), '', `${purpose} ${keyId}`, keyBytes)));
