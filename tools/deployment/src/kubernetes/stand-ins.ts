import { Deployment } from 'kubernetes-models/apps/v1';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { Service } from 'kubernetes-models/v1';
import { imageUser, labelsOf, podSpec, restricted, selectorOf } from './pod.ts';
import { mdmPush } from './services.ts';

const ports = { intune: 9001, 'workspace-one': 9002, mobileiron: 9003 };

/** The MDM simulators, for trying out. mdm-push alone reaches them. */
export const simulators = () => [deployment(), service(), mayBeReached(), mayReach()];

const tcpPorts = Object.values(ports).map((port) => ({ port, protocol: 'TCP' as const }));

const deployment = () =>
  new Deployment({
    metadata: { name: 'mdm-simulators', labels: labelsOf('mdm-simulators') },
    spec: {
      selector: selectorOf('mdm-simulators'),
      // They keep everything in memory: two of them would not know of one another.
      strategy: { type: 'Recreate' },
      template: {
        metadata: { labels: labelsOf('mdm-simulators') },
        spec: podSpec(imageUser, {
          containers: [
            {
              name: 'mdm-simulators',
              image: 'mdm-gate/mdm-simulators',
              ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
              readinessProbe: { tcpSocket: { port: 'mobileiron' }, periodSeconds: 5 },
              resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
              securityContext: restricted,
            },
          ],
        }),
      },
    },
  });

const service = () =>
  new Service({
    metadata: { name: 'mdm-simulators', labels: labelsOf('mdm-simulators') },
    spec: {
      selector: selectorOf('mdm-simulators').matchLabels,
      ports: Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: name })),
    },
  });

const mayBeReached = () =>
  new NetworkPolicy({
    metadata: { name: 'mdm-simulators', labels: labelsOf('mdm-simulators') },
    spec: {
      podSelector: selectorOf('mdm-simulators'),
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [{ podSelector: selectorOf(mdmPush.name) }],
          ports: tcpPorts,
        },
      ],
    },
  });

const mayReach = () =>
  new NetworkPolicy({
    metadata: { name: 'mdm-push-to-simulators', labels: labelsOf('mdm-push') },
    spec: {
      podSelector: selectorOf(mdmPush.name),
      policyTypes: ['Egress'],
      egress: [
        {
          to: [{ podSelector: selectorOf('mdm-simulators') }],
          ports: tcpPorts,
        },
      ],
    },
  });
