import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button, ErrorState, Group, Skeleton } from '../../../ui';
import type { TotpOffer } from '../auth';
import { inGroups, refusalOf } from '../model';
import { pictureAddress, totpOfferQuery, useTurnOn, worthTelling } from '../twoFactor';
import classes from './accounts.module.css';
import { CodeInput } from './CodeInput';
import { CopyText } from './CopyText';
import own from './own.module.css';
import { Refusal } from './Refusal';

interface TotpEnrolmentProps {
  onCodes: (codes: string[]) => void;
  /** What stands beside the button that goes on: a way out, where there is one. */
  aside: ReactNode;
}

/** Pairs an authenticator app: its secret as picture and as text, and a first code as the proof that it works. */
export function TotpEnrolment(props: TotpEnrolmentProps) {
  const offer = useQuery(totpOfferQuery);
  if (offer.isError) return <ErrorState error={offer.error} onRetry={() => void offer.refetch()} />;
  if (offer.isPending) {
    return (
      <div className={classes.enrol} aria-busy="true">
        <Skeleton className={classes.qr} />
        <div className={classes.enrolSteps}>
          <Skeleton height={16} width="60%" />
          <Skeleton height={60} />
          <Skeleton height={48} />
        </div>
      </div>
    );
  }
  return <Pairing offer={offer.data} {...props} />;
}

function Pairing({ offer, onCodes, aside }: TotpEnrolmentProps & { offer: TotpOffer }) {
  const [code, setCode] = useState('');
  const turnOn = useTurnOn();
  const send = (complete: string) => {
    if (turnOn.isPending) return;
    turnOn.mutate(complete, { onSuccess: onCodes, onError: () => setCode('') });
  };
  const refusal = refusalOf(worthTelling(turnOn.error), ['code']);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.length === 6) send(code);
      }}
    >
      <Refusal words={refusal} />
      <div className={classes.enrol}>
        <img className={classes.qr} src={pictureAddress(offer.picture)} alt="QR code with the setup key" />
        <div className={classes.enrolSteps}>
          <div className={own.step}>
            <h2 className={own.stepTitle}>1. Add Kith to your authenticator app</h2>
            <p className={own.stepText}>
              Scan the picture with the app, or type this key into it.{' '}
              {offer.address ? (
                <a className={classes.plainLink} href={offer.address}>
                  Open the app on this device
                </a>
              ) : null}
            </p>
            <div className={own.secretLine}>
              <code className={classes.secret}>{inGroups(offer.secret)}</code>
              <CopyText text={offer.secret} />
            </div>
          </div>
          <div className={own.step}>
            <h2 className={own.stepTitle}>2. Enter the code that it shows</h2>
            <CodeInput
              label="Six-digit code"
              value={code}
              onChange={setCode}
              onComplete={send}
              busy={turnOn.isPending}
              error={refusal.fields.code}
              autoFocus
            />
          </div>
        </div>
      </div>
      <Group justify="flex-end" gap="xs">
        {aside}
        <Button type="submit" loading={turnOn.isPending}>
          Turn on
        </Button>
      </Group>
    </form>
  );
}
