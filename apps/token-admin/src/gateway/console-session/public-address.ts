import { CodedError } from '@mdm-gate/service-kit';

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/**
 * Where browsers find the gateway: as the setting says, else at the loopback address that they used. Any other `Host` is
 * not believed: people would be sent to an address that a stranger chose.
 */
export class PublicAddress {
  readonly #base: URL | null;

  constructor(publicUrl: string | null) {
    this.#base = publicUrl === null ? null : new URL(publicUrl.replace(/\/*$/, '/'));
  }

  /** The whole address without a slash at its end; `/` is the host that was asked. */
  get base(): string {
    return this.#base?.href.replace(/\/$/, '') ?? '/';
  }

  /** The path before `/console` and `/api`, without a slash at its end; empty at the root of a host. */
  get prefix(): string {
    return (this.#base?.pathname ?? '/').replace(/\/$/, '');
  }

  originFor(host: string | undefined): string {
    if (this.#base !== null) return this.#base.origin;
    if (host !== undefined && loopback.test(host)) return `http://${host}`;
    throw new CodedError(
      'invalid-request',
      'Under a host name of its own the console needs TOKEN_ADMIN_PUBLIC_URL to be set',
    );
  }

  urlFor(host: string | undefined, path: `/${string}`): string {
    return `${this.originFor(host)}${this.prefix}${path}`;
  }
}
