import type { Delivery, MdmConnection } from '@mdm-gate/contracts';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Columns, Row, Sheet, Soft, Stack } from '../../components/layout.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ChangeConnection } from './change-connection.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { DriftHistory } from './drift-history.tsx';
import { ExportConfiguration } from './export-configuration.tsx';
import { Readiness } from './readiness.tsx';
import { RemoveConnection } from './remove-connection.tsx';

const dialogs = { change: ChangeConnection, export: ExportConfiguration, remove: RemoveConnection } as const;

const words = { change: 'Change', export: 'Files and steps by hand', remove: 'Remove' } as const;

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
  const [open, setOpen] = useState<keyof typeof dialogs | null>(null);
  const close = () => {
    setOpen(null);
  };
  const Open = open === null ? null : dialogs[open];
  return (
    <Sheet title={connection.name} actions={vendor !== connection.name && <Soft>{vendor}</Soft>}>
      <Stack>
        {deliveries.length === 0 ? (
          <p>There is no token yet that it would hand out.</p>
        ) : (
          <Columns>
            {deliveries.map((delivery) => (
              <DeliveryRow key={delivery.platform} delivery={delivery} />
            ))}
          </Columns>
        )}
        <Readiness connection={connection} />
        <DriftHistory connectionId={connection.connectionId} name={connection.name} />
        <OnlyFor role="operator" to="change and remove it">
          <Row>
            <Act act="change" connection={connection} onChoose={setOpen} />
            <OnlyFor role="administrator" to="take files with its token">
              <Act act="export" connection={connection} onChoose={setOpen} />
            </OnlyFor>
            <Act act="remove" connection={connection} onChoose={setOpen} />
          </Row>
        </OnlyFor>
      </Stack>
      {Open !== null && <Open connection={connection} onClose={close} />}
    </Sheet>
  );
};

const Act = ({
  act,
  connection,
  onChoose,
}: {
  readonly act: keyof typeof dialogs;
  readonly connection: MdmConnection;
  readonly onChoose: (act: keyof typeof dialogs) => void;
}) => (
  <Button
    aria-label={`${words[act]}, ${connection.name}`}
    onClick={() => {
      onChoose(act);
    }}
  >
    {words[act]}
  </Button>
);
