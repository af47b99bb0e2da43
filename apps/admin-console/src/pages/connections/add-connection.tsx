import type { addConnectionRoute, MdmVendorForm, NewMdmConnection } from '@mdm-gate/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isApiProblem, type ApiProblem } from '../../api/api-problem.ts';
import { call } from '../../api/call.ts';
import { useChange } from '../../api/change.ts';
import { vendorForms } from '../../api/queries.ts';
import { textIn } from '../../components/form-text.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select, TextField } from '../../components/field.tsx';
import { Row, Stack } from '../../components/layout.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ProblemNotice } from '../../components/problem.tsx';
import { useNews } from '../../components/toasts.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { enteredIn, VendorFields } from './vendor-fields.tsx';

/** Connects an MDM. What is asked for follows from the vendor's own form: a new vendor needs no page. */
export const AddConnection = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Connect an MDM" onClose={onClose}>
    <Loaded query={useQuery(vendorForms)}>{({ items }) => <Form forms={items} onClose={onClose} />}</Loaded>
  </Dialog>
);

const Form = ({
  forms,
  onClose,
}: {
  readonly forms: readonly MdmVendorForm[];
  readonly onClose: () => void;
}) => {
  const organizationId = useOrganizationId();
  const news = useNews();
  const [vendor, setVendor] = useState<string>(forms[0]?.vendor ?? 'other');
  const [way, setWay] = useState(0);
  const form = forms.find((each) => each.vendor === vendor);
  const add = useChange(organizationId, (body: NewMdmConnection) =>
    call<typeof addConnectionRoute>({
      method: 'POST',
      path: '/organizations/{organizationId}/mdm-connections',
      params: { organizationId },
      body,
    }),
  );
  if (form === undefined) return null;
  const credentials = form.credentials[way] ?? form.credentials[0];
  const submit = (entered: FormData) => {
    const body = {
      name: textIn(entered, 'name'),
      vendor,
      settings: enteredIn(entered, 'settings', form.settings),
      credentials: enteredIn(entered, 'credentials', credentials?.fields ?? []),
    };
    add.mutate(body as NewMdmConnection, {
      onSuccess: () => {
        news(`${body.name} is connected`, 'What it needs is being looked at.');
        onClose();
      },
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Stack>
        <Select
          label="MDM"
          value={vendor}
          onChange={(event) => {
            setVendor(event.target.value);
            setWay(0);
          }}
          options={forms.map(({ vendor: value, name }) => ({ value, label: name }))}
        />
        <TextField
          key={vendor}
          label="Name"
          name="name"
          required
          maxLength={120}
          defaultValue={form.name}
          hint="For you, when there are several."
          error={issue(add.error, 'name')}
        />
        <VendorFields prefix="settings" fields={form.settings} error={problemOf(add.error)} />
        {form.credentials.length > 1 && (
          <Select
            label="Sign in by"
            value={String(way)}
            onChange={(event) => {
              setWay(Number(event.target.value));
            }}
            options={form.credentials.map(({ title }, index) => ({ value: String(index), label: title }))}
          />
        )}
        <VendorFields prefix="credentials" fields={credentials?.fields ?? []} error={problemOf(add.error)} />
        <ProblemNotice error={add.error} />
        <Row end>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" submits busy={add.isPending}>
            Connect
          </Button>
        </Row>
      </Stack>
    </form>
  );
};

const problemOf = (error: Error | null): ApiProblem | null => (isApiProblem(error) ? error : null);

const issue = (error: Error | null, path: string): string | undefined => problemOf(error)?.issueOf(path);
