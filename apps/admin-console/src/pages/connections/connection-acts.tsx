import type { MdmConnection, pushNowRoute } from '@mdm-gate/contracts';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import type { useTest } from '../../api/test-connection.ts';
import { Button } from '../../components/button.tsx';
import { Row } from '../../components/layout.tsx';
import { OnlyFor } from '../../components/only-for.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { ChangeConnection } from './change-connection.tsx';
import { ExportConfiguration } from './export-configuration.tsx';
import { RemoveConnection } from './remove-connection.tsx';

const dialogs = { change: ChangeConnection, export: ExportConfiguration, remove: RemoveConnection } as const;

type DialogName = keyof typeof dialogs;

const words = { change: 'Change', export: 'Files and steps', remove: 'Remove' } as const;

const usePush = ({ connectionId, name }: MdmConnection) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const push = useChange(organizationId, () =>
    call<typeof pushNowRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections/{connectionId}/push',
      params: { organizationId, connectionId },
    }),
  );
  const begin = () => {
    push.mutate(undefined, {
      onSuccess: () => {
        news(`${name} is being looked at`, 'What differs from what is wanted is mended.');
      },
    });
  };
  return { begin, busy: push.isPending, error: push.error };
};

/** All that can be done with one MDM, in one row. */
export const ConnectionActs = ({
  connection,
  test,
}: {
  readonly connection: MdmConnection;
  readonly test: ReturnType<typeof useTest>;
}) => {
  const [open, setOpen] = useState<DialogName | null>(null);
  const push = usePush(connection);
  const opens = (act: DialogName) => (
    <Button
      aria-label={`${words[act]}, ${connection.name}`}
      onClick={() => {
        setOpen(act);
      }}
    >
      {words[act]}
    </Button>
  );
  return (
    <OnlyFor role="operator" to="test, change and remove it">
      <ProblemNotice error={test.error ?? push.error} />
      <Row>
        <Looking connection={connection} test={test} push={push} />
        {opens('change')}
        <OnlyFor role="administrator" to="take files with its token">
          {opens('export')}
        </OnlyFor>
        {opens('remove')}
      </Row>
      <Opened
        name={open}
        connection={connection}
        onClose={() => {
          setOpen(null);
        }}
      />
    </OnlyFor>
  );
};

const Looking = ({
  connection: { connectionId, name },
  test,
  push,
}: {
  readonly connection: MdmConnection;
  readonly test: ReturnType<typeof useTest>;
  readonly push: ReturnType<typeof usePush>;
}) => (
  <>
    <Button
      aria-label={`Test, ${name}`}
      busy={test.isPending}
      onClick={() => {
        test.mutate(connectionId);
      }}
    >
      {test.isPending ? 'Looking …' : 'Test'}
    </Button>
    <Button aria-label={`Push now, ${name}`} busy={push.busy} onClick={push.begin}>
      Push now
    </Button>
  </>
);

const Opened = ({
  name,
  connection,
  onClose,
}: {
  readonly name: DialogName | null;
  readonly connection: MdmConnection;
  readonly onClose: () => void;
}) => {
  if (name === null) return null;
  const Dialog = dialogs[name];
  return <Dialog connection={connection} onClose={onClose} />;
};
