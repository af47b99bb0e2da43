import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { consolePath, signInAddress } from '../../api/address.ts';
import { ApiProblem } from '../../api/api-problem.ts';
import { LinkButton } from '../../components/button.tsx';
import { Row, Soft, Stack } from '../../components/layout.tsx';
import { Notice } from '../../components/notice.tsx';
import { signedInAgain } from '../../session/signed-in-again.ts';
import { wordsOf } from '../../words/problems.ts';
import styles from './sign-in.module.css';
import type { ReactNode } from 'react';

const Card = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <main className={styles['card']}>
    <Stack>
      <p className={styles['brand']}>MDM Gate</p>
      <h1>{title}</h1>
      {children}
    </Stack>
  </main>
);

export const SignInPage = () => (
  <Card title="Sign in">
    <p>Only devices that your MDM manages pair and authenticate. Here you see to it.</p>
    <Row>
      <LinkButton href={signInAddress()}>Sign in with your organization</LinkButton>
    </Row>
  </Card>
);

export const SignedOutPage = () => (
  <Card title="You are signed out">
    <p>Your session here has ended, and the tokens of your identity provider are deleted.</p>
    <Row>
      <LinkButton href={signInAddress('/console/')}>Sign in again</LinkButton>
    </Row>
  </Card>
);

export const SignInFailedPage = () => {
  const { code = 'not-authenticated', correlationId } = useSearch({ strict: false });
  const { what, todo } = wordsOf(new ApiProblem(code as ApiProblem['code'], null));
  return (
    <Card title="Signing in did not work">
      <Notice tone="bad" title={what}>
        {todo}
      </Notice>
      {correlationId !== undefined && <Soft>{`${code} · ${correlationId}`}</Soft>}
      <Row>
        <LinkButton href={signInAddress('/console/')}>Try again</LinkButton>
      </Row>
    </Card>
  );
};

/** Where a tab ends that was opened to sign in again beside another. */
export const WelcomeBackPage = () => {
  useEffect(() => {
    signedInAgain.tell();
    window.close();
  }, []);
  return (
    <Card title="You are signed in again">
      <p>Your other tab goes on by itself. This one can be closed.</p>
      <Row>
        <LinkButton href={`${consolePath}/`}>Go to the console</LinkButton>
      </Row>
    </Card>
  );
};
