import forge from 'node-forge';
import { z } from 'zod';

/** Not in the types of the library, which looks it up in this object at each use. */
interface PasswordCiphers {
  getCipherForPBES2: (oid: string, parameters: unknown, password: unknown) => unknown;
}
const { pbe } = z
  .object({ pbe: z.custom<PasswordCiphers>((value) => typeof value === 'object') })
  .parse(forge.pki);

const fromText = pbe.getCipherForPBES2;

/** The library takes characters where PKCS#5 says bytes: `work` opens PBES2 with these bytes instead. */
export const withPbes2Password = <Result>(bytes: string, work: () => Result): Result => {
  pbe.getCipherForPBES2 = (oid, parameters) => fromText(oid, parameters, bytes);
  try {
    return work();
  } finally {
    pbe.getCipherForPBES2 = fromText;
  }
};
