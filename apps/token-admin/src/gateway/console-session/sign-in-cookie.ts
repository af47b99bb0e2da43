import { randomBytes } from 'node:crypto';
import { sealedSchema, type SealedBox } from '@mdm-gate/encryption';
import { startedSignInSchema, type StartedSignIn } from './issuer-client.ts';

/** Between leaving for the issuer and coming back. */
export const signInMaxSeconds = 600;

const binding = ['console sign-in'];

const randomText = (): string => randomBytes(32).toString('base64url');

/** Sealed into a cookie instead of stored: whoever has not signed in cannot fill the database. */
export class SignInCookie {
  constructor(
    private readonly sealedBox: SealedBox,
    private readonly nowMs: () => number,
  ) {}

  begin(returnTo: string): { started: StartedSignIn; cookie: string } {
    const started = {
      state: randomText(),
      nonce: randomText(),
      codeVerifier: randomText(),
      returnTo,
      startedAtMs: this.nowMs(),
    };
    const sealed = this.sealedBox.seal(JSON.stringify(started), binding);
    return { started, cookie: Buffer.from(JSON.stringify(sealed)).toString('base64url') };
  }

  /** Null when it is not ours, or too old. */
  read(cookie: string | undefined): StartedSignIn | null {
    try {
      const text = Buffer.from(cookie ?? '', 'base64url').toString('utf8');
      const sealed = sealedSchema.parse(JSON.parse(text));
      const started = startedSignInSchema.parse(JSON.parse(this.sealedBox.open(sealed, binding)));
      return this.nowMs() - started.startedAtMs > signInMaxSeconds * 1_000 ? null : started;
    } catch {
      return null;
    }
  }
}
