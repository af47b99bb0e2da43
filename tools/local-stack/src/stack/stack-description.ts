import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { stackFolder } from './stack-folder.ts';

/** How scripts reach a running stack: the content of `.local/stack.json`. */
export interface StackDescription {
  readonly gatewayUrl: string;
  /** As an internal service, that may ask for checks and hears replies below `_INBOX.verifier-client`. */
  readonly natsUrl: string;
  /** Files with the nkeys of those who may do more; none where NATS is one's own. */
  readonly natsSeedFiles: Readonly<Record<string, string>>;
  readonly redisUrl: string;
  readonly postgresUrl: string;
  /** A client-credentials client with the rights of a platform administrator. */
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string };
  readonly simulators: {
    readonly intune: string;
    readonly workspaceOne: string;
    readonly mobileiron: string;
  };
  /** Process ids by program, verifiers as `verifier-1` and `verifier-2`. */
  readonly pids: Readonly<Record<string, number>>;
  /** `/livez`, `/readyz` and `/metrics` by program. */
  readonly healthUrls: Readonly<Record<string, string>>;
}

/** Written aside and renamed, so that a reader never sees half of it; for its owner only, because it holds a client's secret. */
export const writeDescription = (description: StackDescription): void => {
  const unfinished = `${stackFolder.file}.unfinished`;
  writeFileSync(unfinished, `${JSON.stringify(description, null, 2)}\n`, { mode: 0o600 });
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, stackFolder.file);
};
