/** A private server on a free port of 127.0.0.1. It ends with the process that started it. */
export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Changes with every restart. */
  readonly pid: number;
  readonly dataDir: string;
  /** The newest lines of the server's own log. */
  output(): string;
  /**
   * Ends the server in order; its data go too unless `dataDir` was given. May be called twice. Rejects with the server's last
   * words when it had failed by itself.
   */
  stop(): Promise<void>;
  /** SIGKILL (unless told otherwise) returns when the server is gone. SIGSTOP freezes it whole, SIGCONT wakes it. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts the server on the same port and data, ending it first if it runs. With `emptied` all data are lost on the way. */
  restart(options?: { emptied?: boolean }): Promise<void>;
}

export interface ServerOptions {
  /** Where the data live. They stay there after `stop`; a later start takes them up. Without it: a temporary folder, gone after `stop`. */
  dataDir?: string;
  /** A port of one's own choice; without it a free one. */
  port?: number;
  /** The server's log is appended to this file. */
  logFile?: string;
}
