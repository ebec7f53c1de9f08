import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { refreshInBackground } from '../../api';
import { connection, ownRetries } from '../../lib/connection';
import { useStore } from '../../lib/store';
import { Button } from '../../ui';
import { checkSession } from '../session/checkSession';
import classes from './shell.module.css';

/** Stands over the page while the server does not answer. */
export function ConnectionBanner() {
  const isConnected = useStore(connection);
  const isOffered = useStore(ownRetries) > 0;
  const client = useQueryClient();
  const [trying, setTrying] = useState(false);
  const retry = () => {
    setTrying(true);
    checkSession()
      .then(() => refreshInBackground(client, []))
      .catch(() => undefined)
      .finally(() => setTrying(false));
  };
  return (
    <div role="status">
      {isConnected ? null : (
        <div className={classes.banner}>
          <IconPlugConnectedX size={16} stroke={1.7} aria-hidden />
          <span>No connection to Kith. You can read on; nothing you typed is lost.</span>
          {isOffered ? null : (
            <Button size="xs" variant="default" onClick={retry} loading={trying}>
              Try again
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
