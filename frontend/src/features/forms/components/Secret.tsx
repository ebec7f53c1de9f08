import { useState } from 'react';
import type { Form } from '../../../api';
import { Button, ConfirmDialog, Panel, PanelRow, Section } from '../../../ui';
import { useDropSecret, useRotateSecret } from '../mutations';
import { Copy } from './Address';
import classes from './forms.module.css';

/** A secret for servers that post: pages can't keep one. */
export function Secret({ form }: { form: Form }) {
  const [asks, setAsks] = useState<'rotate' | 'drop' | null>(null);
  const rotate = useRotateSecret(form.id);
  const drop = useDropSecret(form.id);
  const secret = rotate.data?.secret;
  const close = () => setAsks(null);
  return (
    <Section
      title="Secret"
      description="For servers that post, not for pages: with one, each submission has to carry its HMAC-SHA-256 over the body, in hex, as X-Form-Signature."
    >
      <Panel>
        <PanelRow
          label={form.has_secret ? 'Submissions have to be signed' : 'Submissions need no signature'}
          description={
            secret
              ? 'Keep it now: it is shown this once.'
              : form.has_secret
                ? 'The secret is not shown again.'
                : undefined
          }
        >
          <div className={classes.acts}>
            <Button
              variant="default"
              loading={rotate.isPending}
              onClick={() => (form.has_secret ? setAsks('rotate') : rotate.mutate())}
            >
              {form.has_secret ? 'Make another' : 'Make a secret'}
            </Button>
            {form.has_secret ? (
              <Button variant="default" onClick={() => setAsks('drop')}>
                Need none
              </Button>
            ) : null}
          </div>
        </PanelRow>
        {secret && form.has_secret ? (
          <div className={classes.address}>
            <code>{secret}</code>
            <Copy text={secret} label="Copy the secret" />
          </div>
        ) : null}
      </Panel>
      <ConfirmDialog
        opened={asks === 'rotate'}
        onClose={close}
        title="Make another secret?"
        confirmLabel="Make another"
        onConfirm={() => rotate.mutate(undefined, { onSettled: close })}
      >
        What is signed with the present one is refused from then on.
      </ConfirmDialog>
      <ConfirmDialog
        opened={asks === 'drop'}
        onClose={close}
        title="Need no signature any more?"
        confirmLabel="Need none"
        danger
        onConfirm={() => drop.mutate(undefined, { onSettled: close })}
      >
        Whoever has the address can post then.
      </ConfirmDialog>
    </Section>
  );
}
