import { Stack } from '../../components/layout.tsx';
import { Steps } from '../../components/steps.tsx';

/** What comes after nothing at all: the way, and where it begins. */
export const FirstSteps = () => (
  <Stack>
    <h2>Set up</h2>
    <p>
      Devices prove by a token that your MDM manages them. Create an organization, and its set-up leads you
      from step to step; you can leave it and come back at any time.
    </p>
    <Steps
      label="What there is to do"
      current={0}
      down
      steps={[
        'Create an organization',
        'Connect your MDM',
        'Make a token',
        'Watch it arrive',
        'Monitor',
        'Enforce',
      ]}
    />
  </Stack>
);
