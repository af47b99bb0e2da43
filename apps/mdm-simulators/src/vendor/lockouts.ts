/** Accounts that are locked after some wrong passwords in a row: from then on the right one is refused as well. */
export class Lockouts {
  private readonly refusals = new Map<string, number>();

  /** Whether the account gets in with this password. */
  admits(account: string, isRight: boolean, locksAfter: number): boolean {
    const refusals = this.refusals.get(account) ?? 0;
    if (refusals >= locksAfter) {
      return false;
    }
    this.refusals.set(account, isRight ? 0 : refusals + 1);
    return isRight;
  }

  unlock(account: string): void {
    this.refusals.delete(account);
  }
}
