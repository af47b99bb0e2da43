import type { IContainer, IPodSpec, ISecurityContext } from 'kubernetes-models/v1';

/** The user that our images run as. */
export const imageUser = 65_532;

/** What the restricted Pod Security standard asks of a container, and a root that nobody writes to. */
export const restricted: ISecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

/** What every pod of ours has alike. */
export const podSpec = (
  user: number,
  spec: Omit<IPodSpec, 'containers'> & { containers: IContainer[] },
): IPodSpec => ({
  // No program of ours asks Kubernetes for anything.
  automountServiceAccountToken: false,
  // Variables for every Service of the namespace say nothing to us.
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: 'RuntimeDefault' },
  },
  ...spec,
});

export const labelsOf = (name: string): Record<string, string> => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'mdm-gate',
});

/** What selects its pods never changes; versions and the like are no part of it. */
export const selectorOf = (name: string): { matchLabels: Record<string, string> } => ({
  matchLabels: { 'app.kubernetes.io/name': name },
});
