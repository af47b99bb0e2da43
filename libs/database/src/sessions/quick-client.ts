import { Client, type ClientConfig } from 'pg';

/** A server that does not answer is noticed by then, however long callers may wait for a free session. */
const connectTimeoutMs = 5_000;

/** The pool has one limit for both: waiting for a session of another caller, and opening one. */
export class QuickClient extends Client {
  constructor(config?: ClientConfig) {
    // The pool hides the password from those who list its options, so that it is named here.
    const password = config?.password;
    super({
      ...config,
      ...(password !== undefined && { password }),
      connectionTimeoutMillis: connectTimeoutMs,
    });
    // What the driver itself finds wrong leaves the connection open.
    this.connection.on('error', () => {
      this.connection.stream.destroy();
    });
  }
}
