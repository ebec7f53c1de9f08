import { ApiError, type Me, type Permission } from '../../api';

/** The id of a record as it stands in an address; undefined for what is none. */
export function readId(value: unknown): number | undefined {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** Refuses the page itself to whom its reads would be refused, before any of them is asked for. */
export const needs =
  (permission: Permission) =>
  ({ context: { me } }: { context: { me: Me } }) => {
    if (!me.permissions.includes(permission)) throw new ApiError(403, { title: 'Not for your role' });
  };
