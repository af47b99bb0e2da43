import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isApiProblem } from '../../api/api-problem.ts';
import { useChange } from '../../api/change.ts';
import { connections } from '../../api/queries.ts';
import { startRotation, type NewRotation } from '../../api/rotations.ts';
import { DialogForm } from '../../components/dialog-form.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Choice, TextField } from '../../components/field.tsx';
import { textIn } from '../../components/form-text.ts';
import { Stack } from '../../components/layout.tsx';
import { PercentField, shareIn } from '../../components/percent-field.tsx';
import { useOrganizationId } from '../organization-id.ts';
import { instantOf } from '../tokens/given-value.ts';
import { MadeToken } from '../tokens/made-token.tsx';
import { OneMdmOrAll } from '../tokens/one-mdm-or-all.tsx';
import { ValueOrigin } from '../tokens/value-origin.tsx';

type Pace = 'by-hand' | 'by-share';

const bodyOf = (form: FormData): NewRotation => {
  const [value, connectionId] = [textIn(form, 'value'), textIn(form, 'connectionId')];
  const [notBefore, deadline] = [textIn(form, 'notBefore'), textIn(form, 'deadline')];
  return {
    label: textIn(form, 'label'),
    ...(value === '' ? {} : { value }),
    ...(connectionId === '' ? {} : { connectionId }),
    advance:
      textIn(form, 'pace') === 'by-share'
        ? {
            whenShare: shareIn(form),
            notBefore: notBefore === '' ? null : instantOf(notBefore),
          }
        : 'by-hand',
    graceHours: Number(textIn(form, 'graceHours')),
    deadline: deadline === '' ? null : instantOf(deadline),
  };
};

export const StartRotation = ({ onClose }: { readonly onClose: () => void }) => {
  const organizationId = useOrganizationId();
  const mdms = useQuery(connections(organizationId)).data ?? [];
  const start = useChange(organizationId, (body: NewRotation) => startRotation(organizationId, body));
  const issue = (path: string) => (isApiProblem(start.error) ? start.error.issueOf(path) : undefined);
  if (start.data !== undefined)
    return (
      <MadeToken
        title="The rotation has begun"
        value={start.data.body.value}
        label={start.data.body.token.label}
        onClose={onClose}
      />
    );
  return (
    <Dialog title="Start a rotation" onClose={onClose}>
      <DialogForm
        act="Start"
        error={start.error}
        busy={start.isPending}
        onCancel={onClose}
        onSubmit={(form) => {
          start.mutate(bodyOf(form));
        }}
      >
        <p>
          A new token is made and written into the MDMs. The tokens that devices use today go on to count
          until the last step.
        </p>
        <TextField
          label="Label"
          name="label"
          required
          maxLength={120}
          hint="For the new token, such as the season it is made in. Devices never see it."
          error={issue('label')}
        />
        <ValueOrigin error={issue('value')} />
        <OneMdmOrAll mdms={mdms} error={issue('connectionId')} />
        <PaceChoice />
        <Times issue={issue} />
      </DialogForm>
    </Dialog>
  );
};

const Times = ({ issue }: { readonly issue: (path: string) => string | undefined }) => (
  <>
    <TextField
      label="Grace time in hours"
      name="graceHours"
      type="number"
      min={0}
      max={8_760}
      required
      defaultValue={72}
      hint="So long the old tokens still count after the decision to go on."
      error={issue('graceHours')}
    />
    <TextField
      label="Deadline"
      name="deadline"
      type="datetime-local"
      optional
      hint="If it is not done by then, it is held and tells you. It never revokes anything."
      error={issue('deadline')}
    />
  </>
);

const PaceChoice = () => {
  const [pace, setPace] = useState<Pace>('by-hand');
  const choose = (value: string) => {
    setPace(value === 'by-share' ? 'by-share' : 'by-hand');
  };
  return (
    <Stack tight>
      <Choice
        name="pace"
        value="by-hand"
        label="I say when it goes on"
        checked={pace === 'by-hand'}
        onChoose={choose}
      >
        You look at the meter, and decide.
      </Choice>
      <Choice
        name="pace"
        value="by-share"
        label="It goes on by itself"
        checked={pace === 'by-share'}
        onChoose={choose}
      >
        As soon as enough devices are on the new token. A step that would halt a device is held for you.
      </Choice>
      {pace === 'by-share' && (
        <>
          <PercentField label="When so many per cent are on the new token" share={0.98} />
          <TextField label="Not before" name="notBefore" type="datetime-local" optional />
        </>
      )}
    </Stack>
  );
};
