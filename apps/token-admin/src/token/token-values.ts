import { Injectable } from '@nestjs/common';
import { KeptValues } from './kept-values.ts';
import { TokenVault } from './token-vault.ts';

/** All that becomes of a value that is entered: whether MDM systems keep it as it is, and how it is stored. */
@Injectable()
export class TokenValues {
  constructor(
    readonly vault: TokenVault,
    readonly kept: KeptValues,
  ) {}
}
