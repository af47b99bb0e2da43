import type { Delivery, MdmConnection, removeConnectionRoute } from '@mdm-gate/contracts';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { etagOf } from '../../api/etag.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Row, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { DeliveryRow } from './delivery-row.tsx';
import { ExportConfiguration } from './export-configuration.tsx';
import { Readiness } from './readiness.tsx';

/** One MDM: whether it has what is needed, and how far the token has come on each platform. */
export const ConnectionCard = ({
  connection,
  vendor,
  deliveries,
}: {
  readonly connection: MdmConnection;
  readonly vendor: string;
  readonly deliveries: readonly Delivery[];
}) => {
  const [open, setOpen] = useState<'remove' | 'export' | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <Sheet title={connection.name} actions={<Soft>{vendor}</Soft>}>
      <Stack>
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.platform} delivery={delivery} />
        ))}
        <Readiness connection={connection} />
        <OnlyFor role="administrator" to="export its configuration and remove it">
          <Row>
            <Button
              onClick={() => {
                setOpen('export');
              }}
            >
              Files and steps by hand
            </Button>
            <Button
              onClick={() => {
                setOpen('remove');
              }}
            >
              Remove
            </Button>
          </Row>
        </OnlyFor>
      </Stack>
      {open === 'remove' && <RemoveConnection connection={connection} onClose={close} />}
      {open === 'export' && <ExportConfiguration connection={connection} onClose={close} />}
    </Sheet>
  );
};

const RemoveConnection = ({
  connection,
  onClose,
}: {
  readonly connection: MdmConnection;
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const remove = useChange(organizationId, () =>
    call<typeof removeConnectionRoute>({
      method: 'DELETE',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}',
      params: { organizationId, connectionId: connection.connectionId },
      etag: etagOf(connection.version),
    }),
  );
  return (
    <Dialog title={`Remove ${connection.name}`} onClose={onClose}>
      <Stack>
        <p>
          No token is written into it any more. What it holds now stays there: devices that present a token
          that is still active go on.
        </p>
        <ProblemNotice error={remove.error} />
        <Row end>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="danger"
            busy={remove.isPending}
            onClick={() => {
              remove.mutate(undefined, { onSuccess: onClose });
            }}
          >
            Remove
          </Button>
        </Row>
      </Stack>
    </Dialog>
  );
};
