import type { findDeviceRoute, releaseDeviceRoute } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { call, type BodyOf } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { device } from '../../api/queries.ts';
import { Button } from '../../components/button.tsx';
import { DialogEnd } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Instant } from '../../components/instant.tsx';
import { Facts, Row, Soft, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { platformWords } from '../../words/deliveries.ts';
import { reasonWords } from '../../words/reasons.ts';
import { useOrganizationId } from '../organization-id.ts';

const bindingWords = {
  bound: 'Paired through one of the MDMs',
  'not-bound': 'Not bound to an MDM',
  unknown: 'Not known at the moment',
} as const;

/** Why one device was let on or halted, and what to do. */
export const ExaminedDevice = ({
  deviceId,
  onClose,
}: {
  readonly deviceId: string;
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const found = useQuery(device(organizationId, deviceId));
  return (
    <Dialog title={deviceId} onClose={onClose}>
      <Loaded query={found}>
        {(known) => (
          <Stack>
            <Notice tone={known.decision === 'proceed' ? 'good' : 'bad'} title={reasonWords[known.reason]}>
              {known.advice}
            </Notice>
            <Known device={known} />
          </Stack>
        )}
      </Loaded>
      {found.data?.binding.state === 'bound' && (
        <OnlyFor role="administrator" to="release it">
          <Release deviceId={deviceId} />
        </OnlyFor>
      )}
      <DialogEnd onClose={onClose} />
    </Dialog>
  );
};

const Known = ({ device: known }: { readonly device: BodyOf<typeof findDeviceRoute> }) => (
  <Facts
    facts={[
      ['Platform', platformWords[known.platform]],
      ['First seen', <Instant key="first" at={known.firstSeenAt} />],
      ['Last seen', <Instant key="last" at={known.lastSeenAt} />],
      [
        'Last went on',
        known.lastProceededAt === null ? (
          <Soft key="never">never by a token</Soft>
        ) : (
          <Instant key="on" at={known.lastProceededAt} />
        ),
      ],
      ['Binding', bindingWords[known.binding.state]],
    ]}
  />
);

/** It was managed by one MDM and is by another one now. */
const Release = ({ deviceId }: { readonly deviceId: string }) => {
  const organizationId = useOrganizationId();
  const release = useChange(organizationId, () =>
    call<typeof releaseDeviceRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/device-releases',
      params: { organizationId },
      body: { deviceId },
    }),
  );
  return (
    <>
      <ProblemNotice error={release.error} />
      <Row end>
        <Button
          busy={release.isPending}
          onClick={() => {
            release.mutate(undefined);
          }}
        >
          Let it pair through another MDM
        </Button>
      </Row>
    </>
  );
};
