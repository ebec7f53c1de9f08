import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { meQuery } from '../../api';
import { confirmTotp, readRecoveryCodes, renewRecoveryCodes, startTotp, turnTotpOff } from './auth';
import { NotConfirmed, withIdentity } from './identity';
import { sessionsQuery } from './queries';

/** A secret for an authenticator app. Every read makes a new one, so it is read once and stays while it is on screen. */
export const totpOfferQuery = queryOptions({
  queryKey: ['totp-offer'],
  queryFn: () => withIdentity(startTotp),
  staleTime: 'static',
  gcTime: 0,
  retry: false,
});

async function readAgain(client: QueryClient): Promise<void> {
  await Promise.all([client.invalidateQueries(meQuery), client.invalidateQueries(sessionsQuery)]);
}

/** Turns two-factor sign-in on. Gives the recovery codes, or none when they did not come through. */
export function useTurnOn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (code: string) => {
      await withIdentity(() => confirmTotp(code));
      // It is on from here, whatever becomes of the codes: new ones can be made.
      return readRecoveryCodes().catch((): string[] => []);
    },
    onSuccess: () => void readAgain(client),
  });
}

/** Makes new recovery codes; the old ones stop working. */
export function useRenewCodes() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => withIdentity(renewRecoveryCodes),
    onSuccess: () => void readAgain(client),
  });
}

export function useTurnOff() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => withIdentity(turnTotpOff),
    onSuccess: () => readAgain(client),
  });
}

/** An error worth telling: closing the question about who one is is none. */
export function worthTelling(error: Error | null): Error | null {
  return error instanceof NotConfirmed ? null : error;
}

/** An SVG document as an address for <img>, where nothing in it can run. */
export function pictureAddress(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** How many recovery codes are left, in words. */
export function codesLeft(left: number | null): string {
  if (!left) return 'None left';
  return left === 1 ? 'One left' : `${left} left`;
}

/** The name of the file with recovery codes. */
export function recoveryFileName(email: string): string {
  return `kith-recovery-codes-${email.replace(/[^\p{L}\p{N}.-]+/gu, '-')}.txt`;
}
