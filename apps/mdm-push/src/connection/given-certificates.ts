import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { IsolatedReaders } from '../isolation/readers.ts';
import { Unreadable } from '../isolation/unreadable.ts';
import { problemWithClientCertificate } from '../vendors/http/client-certificate.ts';

type Credentials = Record<string, unknown>;

const withPkcs12 = z.looseObject({ pkcs12: z.string(), pkcs12Password: z.string().default('') });
const withPem = z.looseObject({ certificate: z.string(), privateKey: z.string() });

/**
 * Certificates that connections sign in with. A PKCS#12 file is a way to hand one over: it is opened once, apart from
 * everything else, and what is kept and used is PEM.
 */
@Injectable()
export class GivenCertificates {
  constructor(private readonly readers: IsolatedReaders) {}

  /** Throws `invalid-request` for what can never be used. An expired one is told by its use, as it also expires later. */
  async accept(sender: string, credentials: Credentials): Promise<Credentials> {
    const field = 'pkcs12' in credentials ? 'pkcs12' : 'certificate';
    try {
      return this.#checked(await this.opened(sender, credentials));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      const issues = [{ path: `credentials.${field}`, message: error.message }];
      throw new CodedError('invalid-request', 'The connection is not valid', { issues });
    }
  }

  /** The same credentials, with PEM in the place of a PKCS#12 file. Throws Unreadable. */
  async opened(sender: string, credentials: Credentials): Promise<Credentials> {
    const file = withPkcs12.safeParse(credentials);
    if (!file.success) return credentials;
    const { pkcs12, pkcs12Password, ...rest } = file.data;
    return { ...rest, ...(await this.readers.read(sender, 'openPkcs12', { pkcs12, pkcs12Password })) };
  }

  #checked(credentials: Credentials): Credentials {
    const pair = withPem.safeParse(credentials);
    const problem = pair.success ? problemWithClientCertificate(pair.data) : null;
    if (problem !== null) throw new Unreadable(problem);
    return credentials;
  }
}
