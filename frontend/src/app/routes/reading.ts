/** The id of a record as it stands in an address; undefined for what is none. */
export function readId(value: unknown): number | undefined {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
