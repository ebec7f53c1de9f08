import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, hasStatus, unwrap } from '../../../api';
import { Button, ErrorState, Skeleton, Stack, TextInput } from '../../../ui';
import classes from '../components/accounts.module.css';
import { NewAccountForm } from '../components/NewAccountForm';
import { PublicFrame } from '../components/PublicFrame';
import { Note } from '../components/Refusal';
import { tokenIn } from '../model';
import { setupLinkQuery, setupQuery } from '../queries';

/** The first administrator, made by whoever holds the link that the server printed when it started. */
export function SetupPage() {
  const { token } = useSearch({ from: '/plain/setup' });
  const setup = useQuery(setupQuery);
  if (setup.isPending) return <Waiting />;
  if (setup.isError) {
    return (
      <PublicFrame title="Set up Kith">
        <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />
      </PublicFrame>
    );
  }
  if (!setup.data.needed) {
    return (
      <PublicFrame title="Kith is set up" lead="The administrator exists, so this link has done its work.">
        <Button component={Link} to="/sign-in" size="md" fullWidth>
          Go to sign-in
        </Button>
      </PublicFrame>
    );
  }
  return token ? <FirstAccount token={token} /> : <AskForLink />;
}

function Waiting() {
  return (
    <PublicFrame title="Set up Kith">
      <Stack gap="md">
        <Skeleton height={36} />
        <Skeleton height={36} />
      </Stack>
    </PublicFrame>
  );
}

const RIGHT_LINK =
  'The terminal in which Kith runs shows the right one: each start prints a new link, and the one before stops working.';

/** The form, once the link is known to work: nobody fills it in for nothing. */
function FirstAccount({ token }: { token: string }) {
  const navigate = useNavigate();
  const link = useQuery(setupLinkQuery(token));
  if (link.isPending) return <Waiting />;
  if (hasStatus(link.error, 404) || hasStatus(link.error, 422)) {
    return (
      <PublicFrame title="This setup link does not work" lead={RIGHT_LINK}>
        <Button
          size="md"
          fullWidth
          variant="default"
          onClick={() => void navigate({ to: '/setup', search: {} })}
        >
          Paste another link
        </Button>
      </PublicFrame>
    );
  }
  if (link.isError) {
    return (
      <PublicFrame title="Set up Kith">
        <ErrorState error={link.error} onRetry={() => void link.refetch()} />
      </PublicFrame>
    );
  }
  return (
    <PublicFrame
      title="Create the administrator"
      lead="You are the first here. This account can invite everyone else."
    >
      <NewAccountForm
        submitLabel="Create and sign in"
        whenLinkIsSpent={`This setup link has stopped working. ${RIGHT_LINK}`}
        create={(account) => unwrap(api.POST('/api/v1/setup', { body: { token, ...account } }))}
      />
    </PublicFrame>
  );
}

function AskForLink() {
  const navigate = useNavigate();
  const [link, setLink] = useState('');
  return (
    <PublicFrame title="Set up Kith" lead="One step is left: an administrator.">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void navigate({ to: '/setup', search: { token: tokenIn(link) } });
        }}
      >
        <Note>
          When Kith starts it prints a setup link in its terminal. Open that link, or paste it here. It proves
          that you run this server.
        </Note>
        <TextInput
          label="Setup link"
          size="md"
          required
          withAsterisk={false}
          autoComplete="off"
          spellCheck={false}
          placeholder="http://…/setup?token=…"
          value={link}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
        <Button type="submit" size="md" fullWidth>
          Continue
        </Button>
      </form>
    </PublicFrame>
  );
}
