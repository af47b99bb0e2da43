/** What is wrong with something that a tenant or a vendor sent, for an administrator; never quotes it. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
